/** Where the program talks to a person, and from where it looks at files. */
export interface Terminal {
  /** Results and progress. */
  out(text: string): void;
  /** Errors and warnings. */
  error(text: string): void;
  /** Screen whose lines can be redrawn; undefined when output goes into a file or a pipe. */
  readonly screen?: NodeJS.WriteStream | undefined;
  /** Folder that relative paths are relative to. */
  readonly cwd: string;
}

/** The terminal of this process. */
export function nodeTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    screen: process.stdout.isTTY ? process.stdout : undefined,
    cwd: process.cwd(),
  };
}
