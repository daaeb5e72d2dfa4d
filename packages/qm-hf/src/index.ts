export { HartreeFock } from "./hartree-fock.js";
export { HfOptions } from "./options.js";
export { hartreeFock, hartreeFock as default } from "./plugin.js";
