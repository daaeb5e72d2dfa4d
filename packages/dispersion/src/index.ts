export { ChargeInteractions } from "./charges/charge-interactions.js";
export { ElectronegativityEquilibration } from "./charges/electronegativity-equilibration.js";
export { CoordinationNumbers, type Counting, type Reach } from "./coordination/coordination-numbers.js";
export { D3Dispersion } from "./d3-dispersion.js";
export { D4AtGeometry, D4Dispersion, type D4Options, type EvaluationAtCharges } from "./d4-dispersion.js";
export { createDispersion, type DispersionOptions, DispersionPotential } from "./dispersion-potential.js";
export type { DampingParameters } from "./energy/damping.js";
export type { DispersionEnergy } from "./energy/dispersion-energy.js";
export {
  type DispersionModel,
  type FunctionalParameters,
  functionalParameters,
  functionalsWith,
} from "./functional-parameters.js";
export { PairForces } from "./pairs/pair-forces.js";
export { D3_LAST_ELEMENT, D3References } from "./references/d3-references.js";
export {
  type ChargeScaling,
  D4_LAST_ELEMENT,
  D4References,
  type ReferenceCharges,
} from "./references/d4-references.js";
export type { ChargedReferenceWeights, ReferenceC6, ReferenceWeights } from "./references/reference-c6.js";
export { type Species, speciesOf } from "./references/species.js";
export type { DispersionCutoffs, Range, Ranges } from "./settings.js";
