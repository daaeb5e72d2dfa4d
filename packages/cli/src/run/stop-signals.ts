import { EXIT } from "../exit-codes.js";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGUSR1"] as const;

/** Listens for requests to stop. The first one ends the run in good order after the step; a second Ctrl-C ends it at once. */
export class StopSignals implements Disposable {
  private received: string | undefined;

  private readonly listen = (signal: NodeJS.Signals): void => {
    if (this.received !== undefined && signal === "SIGINT") process.exit(EXIT.stopped);
    this.received ??= signal;
    this.announce(signal);
  };

  /** @param announce - told of every request */
  constructor(private readonly announce: (signal: string) => void) {
    for (const signal of SIGNALS) process.on(signal, this.listen);
  }

  /** The signal that asked to stop; undefined while nothing did. */
  get request(): string | undefined {
    return this.received;
  }

  [Symbol.dispose](): void {
    for (const signal of SIGNALS) process.off(signal, this.listen);
  }
}
