/** Names a job that every worker can find by itself: the module that exports it and the export's name. */
export interface JobRef<I, O> {
  readonly module: string;
  readonly name: string;
  readonly _types?: (input: I) => O;
}

/** Runs independent jobs somewhere: in this thread, in workers, on other machines. Results may come in any order of work but are yielded in order of input. */
export interface Executor {
  map<I, O>(job: JobRef<I, O>, inputs: AsyncIterable<I>, signal?: AbortSignal): AsyncIterable<O>;
}
