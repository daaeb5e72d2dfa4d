export * from "./create.js";
export * from "./elements.js";
export * from "./geometry.js";
export { createRandomStream, type RandomStream } from "./random.js";
export * from "./snapshot.js";
export { decodeSnapshot, encodeSnapshot } from "./snapshot-codec.js";
export * from "./system.js";
export * from "./topology.js";
