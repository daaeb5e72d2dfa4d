import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { FileError } from "@qmmm/core";
import { outputError, systemCode } from "./file-error.js";

interface Holder {
  readonly host: string;
  readonly pid: number;
  /** Start time of the process in the kernel's ticks; tells a process from a later one with the same number. */
  readonly started: string;
}

/** Start time of a process as Linux states it; empty elsewhere, undefined when there is no such process. */
function startOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (systemCode(error) === "ESRCH") return undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function isAlive({ host, pid, started }: Holder): boolean {
  return host === hostname() && pid !== process.pid && startOf(pid) === started;
}

/**
 * Claims a folder for this process, so that two runs never write into it at once. A claim that a killed process left
 * behind is taken over.
 *
 * @throws QmmmError `QMMM_OUTPUT_BUSY` while another process of this machine holds it
 */
export function lockFolder(folder: string): Disposable {
  const path = `${folder}/.running`;
  const own: Holder = { host: hostname(), pid: process.pid, started: startOf(process.pid) ?? "" };
  const claim = (): void => writeFileSync(path, JSON.stringify(own), { flag: "wx" });
  try {
    claim();
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw outputError(path, error);
    let holder: Holder | undefined;
    try {
      holder = JSON.parse(readFileSync(path, "utf8")) as Holder;
    } catch {
      // Cut off while it was written: nobody holds it.
    }
    if (holder !== undefined && isAlive(holder)) {
      throw new FileError("QMMM_OUTPUT_BUSY", `Process ${holder.pid} is writing into "${folder}"`, {
        value: holder.pid,
        action: "Wait for it or stop it, or choose another folder with --output",
      });
    }
    rmSync(path, { force: true });
    claim();
  }
  return { [Symbol.dispose]: () => rmSync(path, { force: true }) };
}
