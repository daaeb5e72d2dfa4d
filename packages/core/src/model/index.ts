export {
  type CellParameters,
  cellFromLengthsAngles,
  createMinimumImage,
  lengthsAnglesOf,
  type MinimumImage,
  reciprocalOf,
  reducedCell,
  wrapped,
} from "./cell.js";
export * from "./create.js";
export * from "./elements.js";
export * from "./geometry.js";
export * from "./neighbour-grid.js";
export { openVirial, symmetriseVirial } from "./open-virial.js";
export * from "./perceive-bonds.js";
export { createRandomStream, type RandomStream } from "./random.js";
export * from "./snapshot.js";
export { decodeSnapshot, encodeSnapshot } from "./snapshot-codec.js";
export * from "./system.js";
export * from "./topology.js";
export * from "./virtual-sites/index.js";
