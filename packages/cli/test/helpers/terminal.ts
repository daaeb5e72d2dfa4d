import { runProgram, type Terminal } from "@qmmm/cli";

/** What a call of the program gave. */
export interface Call {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

/** Calls the program in this process, in a folder. */
export async function qmmm(cwd: string, ...args: string[]): Promise<Call> {
  let out = "";
  let error = "";
  const terminal: Terminal = {
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
    cwd,
  };
  const status = await runProgram(args, terminal);
  return { status, out, error };
}
