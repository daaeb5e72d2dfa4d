export { DensityFunctionalTheory } from "./density-functional-theory.js";
export { FUNCTIONALS, type FunctionalDefinition } from "./functionals/definitions.js";
export { findFunctional } from "./functionals/find-functional.js";
export { Functional, type PerVariable, type Rung } from "./functionals/functional.js";
export { DftOptions } from "./options.js";
export { densityFunctionalTheory, densityFunctionalTheory as default } from "./plugin.js";
