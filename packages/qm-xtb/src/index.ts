export * from "./algebra/contracts.js";
export * from "./backend.js";
export * from "./electron-counts.js";
export * from "./energy/multipoles.js";
export * from "./hamiltonian.js";

export * from "./integrals/contracts.js";
export { XTB_OPTIONS, type XtbOptions } from "./options.js";
export { loadParameters, type XtbModel, type XtbParameters } from "./parameters.js";
export { xtb, xtb as default } from "./plugin.js";
export * from "./scc/generalised-eigenproblem.js";
export * from "./scc/self-consistency.js";
export * from "./tight-binding-model.js";
export { Gfn1, Gfn2 } from "./xtb.js";
export * from "./xtb-engine.js";
