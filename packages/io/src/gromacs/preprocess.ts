import { FileError, InputError } from "@qmmm/core";
import { TextFile } from "../text/text-file.js";

/** Includes within includes beyond which files must include each other in a circle. */
const DEEPEST = 32;
/** Bounds that no real topology reaches; a runaway of includes or macros does. */
const MOST_INCLUDES = 10_000;
const MOST_LINES = 20_000_000;
const LONGEST_EXPANSION = 1_000_000;
const DEEPEST_MACRO = 100;

const WORD = /(?<![\w.])[A-Za-z_]\w*/g;
const DIRECTIVE = /^#\s*(\w*)\s*(.*)$/;
const MACRO_NAME = /^[A-Za-z_]\w*$/;

/** Text of a logical line, without comments and continuations, and where it begins. */
export interface SourceLine {
  readonly text: string;
  readonly source: TextFile;
  /** Number in `source`, from 1. */
  readonly line: number;
}

/** Where included files come from and what is defined before the first line. */
export interface PreprocessorOptions {
  /** Contents of a file, undefined when there is none of that name. */
  readonly read: (name: string) => Promise<Uint8Array | undefined>;
  /** Folders in which to look for included files, after that of the including file and that of the first file. */
  readonly includePaths?: readonly string[];
  /** Macros: `FLEXIBLE`, `-DPOSRES`, `K=1000`. */
  readonly defines?: readonly string[];
}

/** Directory of a path; empty for a bare name. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** A path below a folder, with `.` and `..` resolved. */
function joined(folder: string, name: string): string {
  if (name.startsWith("/")) return name;
  const path = folder === "" ? name : `${folder.replace(/\/?$/, "/")}${name}`;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "." || (part === "" && parts.length > 0)) continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== ".." && parts.at(-1) !== "") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}

function macrosOf(defines: readonly string[]): Map<string, string> {
  const macros = new Map<string, string>();
  for (const define of defines) {
    const [, name, value] = /^(?:-D)?([^=]*)(?:=(.*))?$/s.exec(define.trim()) ?? [];
    if (name === undefined || !MACRO_NAME.test(name)) {
      throw new InputError("QMMM_MM_DEFINE_INVALID", `"${define}" defines no macro`, {
        value: define,
        allowed: "a name of letters, digits and underscores, alone or as NAME=VALUE",
      });
    }
    macros.set(name, value?.trim() ?? "");
  }
  return macros;
}

/**
 * The preprocessor of GROMACS topologies (manual, "Topology file"): `#include`, `#define`, `#undef`, `#ifdef`, `#ifndef`,
 * `#else`, `#endif`, macros in the text, `\` at the end of a line, comments from `;`.
 *
 * @returns the lines that hold more than blanks, in order
 * @throws QmmmError `QMMM_FILE_FORMAT` naming file and line; `QMMM_FILE_NOT_FOUND` for an included file that is nowhere
 */
export async function preprocess(
  source: Uint8Array | string,
  file: string,
  options: PreprocessorOptions,
): Promise<SourceLine[]> {
  const run = new Preprocessor(file, options);
  await run.process(new TextFile(source, file), []);
  return run.lines;
}

class Preprocessor {
  readonly lines: SourceLine[] = [];
  private readonly macros: Map<string, string>;
  private readonly files = new Map<string, TextFile>();
  private includes = 0;

  constructor(
    private readonly first: string,
    private readonly options: PreprocessorOptions,
  ) {
    this.macros = macrosOf(options.defines ?? []);
  }

  async process(text: TextFile, including: readonly string[]): Promise<void> {
    const conditions: { readonly line: number; readonly outer: boolean; holds: boolean; elseSeen: boolean }[] = [];
    const active = (): boolean => conditions.at(-1)?.holds ?? true;
    for (let number = 1; number <= text.lines.length; number++) {
      const line = number;
      let raw = text.line(number);
      while (/\\\s*$/.test(raw) && number < text.lines.length) raw = raw.replace(/\\\s*$/, ` ${text.line(++number)}`);
      const content = raw.replace(/;.*$/s, "").trim();
      if (content === "") continue;
      if (!content.startsWith("#")) {
        if (active()) this.emit(content, text, line);
        continue;
      }
      const [, directive, rest] = DIRECTIVE.exec(content)!;
      const name = rest!.split(/\s/)[0]!;
      switch (directive) {
        case "ifdef":
        case "ifndef": {
          if (name === "") throw text.error(line, `#${directive} names no macro`);
          const outer = active();
          const holds = outer && this.macros.has(name) === (directive === "ifdef");
          conditions.push({ line, outer, holds, elseSeen: false });
          break;
        }
        case "else": {
          const condition = conditions.at(-1);
          if (condition === undefined || condition.elseSeen) throw text.error(line, "#else belongs to no #ifdef");
          condition.elseSeen = true;
          condition.holds = condition.outer && !condition.holds;
          break;
        }
        case "endif":
          if (conditions.pop() === undefined) throw text.error(line, "#endif belongs to no #ifdef");
          break;
        case "define":
          if (!active()) break;
          if (!MACRO_NAME.test(name)) throw text.error(line, `#define names no macro, but "${name}"`, { value: name });
          this.macros.set(name, rest!.slice(name.length).trim());
          break;
        case "undef":
          if (active()) this.macros.delete(name);
          break;
        case "include":
          if (active()) await this.include(rest!, text, line, including);
          break;
        default:
          if (!active()) break;
          throw text.error(line, `#${directive} is no directive`, {
            value: directive,
            allowed: "#include, #define, #undef, #ifdef, #ifndef, #else, #endif",
          });
      }
    }
    const open = conditions.at(-1);
    if (open !== undefined) throw text.error(open.line, "The condition that begins here has no #endif");
  }

  private emit(content: string, source: TextFile, line: number): void {
    if (this.lines.length >= MOST_LINES) throw source.error(line, "The topology with all it includes is too long");
    // Names of sections are no macros.
    const text = content.startsWith("[") ? content : this.expanded(content, source, line);
    if (text.trim() !== "") this.lines.push({ text, source, line });
  }

  /** Replaces macros, also within what macros stand for; a macro without a value is left as it is, as GROMACS does. */
  private expanded(content: string, source: TextFile, line: number): string {
    if (this.macros.size === 0) return content;
    let budget = LONGEST_EXPANSION;
    const expand = (text: string, within: readonly string[]): string =>
      text.replace(WORD, (word) => {
        const value = this.macros.get(word);
        if (value === undefined || value === "" || within.includes(word)) return word;
        budget -= value.length;
        if (budget < 0 || within.length > DEEPEST_MACRO) {
          throw source.error(line, `The macro ${word} grows without bounds`, { value: word });
        }
        return expand(value, [...within, word]);
      });
    return expand(content, []);
  }

  private async include(rest: string, from: TextFile, line: number, including: readonly string[]): Promise<void> {
    const name = /^"([^"]+)"|^<([^>]+)>/.exec(rest)?.slice(1).find(Boolean);
    if (name === undefined) throw from.error(line, '#include names no file: it should look like #include "file.itp"');
    const chain = [...including, from.file];
    if (chain.length > DEEPEST || ++this.includes > MOST_INCLUDES) {
      throw from.error(
        line,
        `The included files include each other without end: ${chain.slice(-3).join(" > ")} > ${name}`,
        {
          value: name,
          action: "Remove the include that leads back",
        },
      );
    }
    const folders = [folderOf(from.file), folderOf(this.first), ...(this.options.includePaths ?? [])];
    const candidates = [...new Set(folders.map((folder) => joined(folder, name)))];
    for (const candidate of candidates) {
      let text = this.files.get(candidate);
      if (text === undefined) {
        const bytes = await this.options.read(candidate);
        if (bytes === undefined) continue;
        text = new TextFile(bytes, candidate);
        this.files.set(candidate, text);
      }
      await this.process(text, chain);
      return;
    }
    throw new FileError(
      "QMMM_FILE_NOT_FOUND",
      `${from.file}, line ${line}: the included file "${name}" does not exist`,
      {
        value: name,
        allowed: candidates,
        action: "Put it beside the topology, or name the folder that holds it among the include paths",
        place: { file: from.file, line },
      },
    );
  }
}
