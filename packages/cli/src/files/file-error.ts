import { FileError, ResourceError } from "@qmmm/core";

/** What the operating system's error codes mean to a person. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would become larger than is allowed",
  ENOTDIR: "a part of the path is not a folder",
  EISDIR: "it is a folder",
  ENOENT: "a folder of the path does not exist",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
  EIO: "the disk reports a fault",
};

/** Errors that mean that something ran out. */
const EXHAUSTED = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** The operating system's code of an error; empty when it has none. */
export function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** The reason of a failed file operation, in words. */
export function reasonInWords(error: unknown): string {
  const code = systemCode(error);
  const message = error instanceof Error ? error.message : String(error);
  return REASONS[code] ?? message;
}

/** The error for something that could not be written. */
export function outputError(path: string, error: unknown): FileError | ResourceError {
  const exhausted = EXHAUSTED.has(systemCode(error));
  const Kind = exhausted ? ResourceError : FileError;
  return new Kind(
    "QMMM_OUTPUT_UNWRITABLE",
    `"${path}" can't be written: ${reasonInWords(error)}`,
    {
      value: path,
      reason: systemCode(error),
      action: exhausted
        ? "Free some space, then go on with `qmmm resume`"
        : "Choose another folder with --output, or correct its permissions",
    },
    { cause: error },
  );
}

/** Does something that writes to a path; failures come out as `QMMM_OUTPUT_UNWRITABLE`. */
export function writing<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw outputError(path, error);
  }
}
