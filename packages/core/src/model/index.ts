export * from "./elements.js";
export * from "./geometry.js";
export * from "./random.js";
export * from "./snapshot.js";
export * from "./system.js";
export * from "./topology.js";
