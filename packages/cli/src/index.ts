export { EXIT, exitCodeOf } from "./exit-codes.js";
export { type Result, ResultSchema, type StageResult, StageResultSchema } from "./output/result-schema.js";
export { declared } from "./plugins/components.js";
export { type LoadedPlugin, loadPlugins } from "./plugins/load-plugins.js";
export { runProgram } from "./program.js";
export { inputReference } from "./reference/input-reference.js";
export type { Terminal } from "./terminal.js";
