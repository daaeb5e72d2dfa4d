import { isQmmmError } from "./qmmm-error.js";

/** Tells an error its place in the input, when it is ours and does not know one yet. Returns the same error. */
export function placed(error: unknown, path: string): unknown {
  if (!isQmmmError(error) || error.details.place?.path !== undefined) return error;
  return Object.assign(error, { details: { ...error.details, place: { ...error.details.place, path } } });
}

/** Does something on behalf of a place in the input: errors that don't know their place get this one. */
export function atPlace<T>(path: string, work: () => T): T {
  try {
    const result = work();
    if (!(result instanceof Promise)) return result;
    return result.catch((error: unknown) => {
      throw placed(error, path);
    }) as T;
  } catch (error) {
    throw placed(error, path);
  }
}
