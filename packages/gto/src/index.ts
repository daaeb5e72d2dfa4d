export * from "./basis/basis-set.js";
export * from "./basis/basis-set-exchange.js";
export * from "./basis/build-gaussian-basis.js";
export * from "./basis/gaussian-basis.js";
export * from "./basis/load-basis-set.js";
export * from "./integrals/backend.js";
export * from "./integrals/contracts.js";
