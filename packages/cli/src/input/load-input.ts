import { createHash } from "node:crypto";
import { dirname, relative, resolve } from "node:path";
import {
  createHooks,
  type ErrorDetails,
  InputError,
  isQmmmError,
  type OptionIssue,
  type PluginRegistry,
  parseOptions,
  QmmmError,
  registerPlugins,
} from "@qmmm/core";
import { readInputFile } from "../files/resources.js";
import { type LoadedPlugin, loadPlugins } from "../plugins/load-plugins.js";
import { componentIssues, issuesOf } from "./component-issues.js";
import { InputDocument, type InputPath, inputError } from "./document.js";
import { type Input, InputSchema } from "./schema.js";

/** An input file, validated down to the options of every component. */
export interface LoadedInput {
  /** Absolute path. */
  readonly path: string;
  /** Folder of the file: relative names are relative to it. */
  readonly folder: string;
  readonly document: InputDocument;
  readonly sha256: string;
  readonly input: Input;
  readonly plugins: readonly LoadedPlugin[];
  /** What the plugins declared, with the hooks of the simulation to come. */
  readonly registry: PluginRegistry;
}

/** An error of any kind, with the place in the input file that it is about. */
class LocatedError extends QmmmError {
  override readonly name: string;
  override readonly recoverability: QmmmError["recoverability"];

  constructor(error: QmmmError, details: ErrorDetails) {
    super(error.code, error.message, details, error.cause === undefined ? undefined : { cause: error.cause });
    this.name = error.name;
    this.recoverability = error.recoverability;
  }
}

/**
 * Gives an error that names a path of the input document its line and column; other errors stay as they are.
 *
 * @param within - path of a component whose errors name places within its own options
 */
export function locateError(error: unknown, document: InputDocument, within: InputPath = []): unknown {
  if (!isQmmmError(error) || error.details.problems !== undefined) return error;
  const { issues, place } = error.details;
  const hasIssues = Array.isArray(issues);
  if (!hasIssues && (place?.path === undefined || place.file !== undefined)) return error;
  const fromRoot = (path: InputPath): InputPath =>
    Object.hasOwn(InputSchema.shape, path[0] ?? "") ? path : [...within, ...path];
  const problems = issuesOf(error).map((issue) => document.locate({ ...issue, path: fromRoot(issue.path) }));
  const located = inputError(problems, document.file, error);
  return hasIssues ? located : new LocatedError(error, { ...error.details, ...located.details });
}

/** Issues of the frame of an input file; its data when there are none. */
function parseFrame(document: InputDocument): Input {
  if (document.data === null || typeof document.data !== "object" || Array.isArray(document.data)) {
    const issue: OptionIssue = {
      path: [],
      code: "QMMM_INPUT_EMPTY",
      message: document.data === null ? "The input file is empty" : "The input file is not a table of keys and values",
      allowed: Object.keys(InputSchema.shape),
      action: "Write `system`, `levels` and `task`, or start from `qmmm init`",
    };
    throw inputError([document.locate(issue)], document.file);
  }
  return parseOptions(InputSchema, document.data, [], "Input file");
}

/**
 * Issues of the components of a file whose frame is faulty, as far as the frame allows: so that all mistakes of a file are
 * told at once.
 */
async function withComponentIssues(error: unknown, document: InputDocument, folder: string): Promise<unknown> {
  if (!isQmmmError(error) || !Array.isArray(error.details.issues)) return error;
  const found = error.details.issues as readonly OptionIssue[];
  const data = document.data as Record<string, unknown>;
  const faulty = new Set(found.map((issue) => issue.path[0]));
  const sound = Object.fromEntries(Object.entries(data).filter(([key]) => !faulty.has(key)));
  const rest = InputSchema.partial({ system: true, task: true }).safeParse(sound);
  if (!rest.success) return error;
  const input = { ...rest.data, task: rest.data.task ?? [] } as Input;
  const plugins = await loadPlugins(folder, input.plugins).catch(() => []);
  if (plugins.length === 0) return error;
  const registry = registerPlugins(
    plugins.map((one) => one.plugin),
    createHooks(),
  );
  const issues = [...found, ...componentIssues(input, registry)];
  return new InputError("QMMM_INPUT_INVALID", error.message, { issues });
}

/**
 * Reads and validates an input file, and loads the plugins that it needs.
 *
 * @param path - relative to `cwd`
 * @throws QmmmError with `details.problems`, each with line, column and excerpt; `QMMM_FILE_…`; `QMMM_PLUGIN_…`
 */
export async function loadInput(path: string, cwd: string): Promise<LoadedInput> {
  const absolute = resolve(cwd, path);
  const bytes = await readInputFile(absolute, path);
  const shown = relative(cwd, absolute).startsWith("..") ? absolute : relative(cwd, absolute);
  const document = InputDocument.parse(new TextDecoder().decode(bytes), shown);
  const folder = dirname(absolute);
  try {
    let input: Input;
    try {
      input = parseFrame(document);
    } catch (error) {
      throw await withComponentIssues(error, document, folder);
    }
    const plugins = await loadPlugins(folder, input.plugins);
    const registry = registerPlugins(
      plugins.map((one) => one.plugin),
      createHooks(),
    );
    const issues = componentIssues(input, registry);
    if (issues.length > 0) throw new InputError("QMMM_INPUT_INVALID", "Wrong options", { issues });
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { path: absolute, folder, document, sha256, input, plugins, registry };
  } catch (error) {
    throw locateError(error, document);
  }
}
