export { EXIT, exitCodeOf } from "./exit-codes.js";
export { type Result, ResultSchema, type StageResult, StageResultSchema } from "./output/result-schema.js";
export { runProgram } from "./program.js";
export type { Terminal } from "./terminal.js";
