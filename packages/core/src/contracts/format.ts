import type { System } from "../model/system.js";
import type { Resources } from "./resources.js";

/** Asks for another resource that the same structure needs (coordinates beside a topology). */
export interface FormatContext {
  /** Name of the file, for messages. */
  readonly file: string;
  /** Topology that a coordinate file belongs to, when one was read before. */
  readonly topology?: System | undefined;
  /** Where files come from that this one includes; absent where a file must stand alone. */
  readonly resources?: Resources | undefined;
  /** Folders in which to look for included files besides that of the file. */
  readonly includePaths?: readonly string[] | undefined;
}

/** A file format from which a system, or new positions for one, can be read. */
export interface SystemFormat {
  /** Name, for example `pdb`. */
  readonly name: string;
  /** File name endings without the dot, lower case. */
  readonly extensions: readonly string[];
  /** True when files hold coordinates only and need a topology from another file. */
  readonly needsTopology?: boolean;
  /** True when files hold a topology but may lack coordinates, which another file then gives. */
  readonly lacksCoordinates?: boolean;
  /** @throws QmmmError `QMMM_FILE_FORMAT` naming the line and what was expected; a promise may reject with it. */
  read(bytes: Uint8Array, context: FormatContext): System | Promise<System>;
}
