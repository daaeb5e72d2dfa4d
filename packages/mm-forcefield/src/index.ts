export { AmberForceField, AmberForceFieldOptions } from "./amber/amber-force-field.js";
export { type AmberOptions, amberParameters, type CoulombConstant } from "./amber/amber-parameters.js";
export { CharmmForceField, CharmmForceFieldOptions } from "./charmm/charmm-force-field.js";
export { type CharmmOptions, charmmParameters } from "./charmm/charmm-parameters.js";
export { CompositeForceField } from "./composite/composite-force-field.js";
export { CompositeOptions } from "./composite/options.js";
export { ExplicitForceField } from "./explicit/explicit-force-field.js";
export { ExplicitOptions } from "./explicit/options.js";
export { GromacsForceField, GromacsForceFieldOptions } from "./gromacs/gromacs-force-field.js";
export { type GromacsOptions, gromacsParameters } from "./gromacs/gromacs-parameters.js";
export { mmKernels } from "./kernels/backend.js";
export type { BondedKernel, PairParameters } from "./kernels/signatures.js";
export { PeriodicPotential } from "./long-range/periodic-potential.js";
export {
  type EwaldSettings,
  type LongRangeSettings,
  longRangeSettings,
  type PmeSettings,
} from "./long-range/settings.js";
export type { FftKernel } from "./long-range/signatures.js";
export type { NonbondedTreatment } from "./long-range/treatment.js";
export { ResolvedMmModel } from "./model/mm-model.js";
export { MmPotential } from "./model/mm-potential.js";
export { OpenPotential } from "./multipoles/open-potential.js";
export type { PointFieldForces, PointFields } from "./multipoles/point-fields.js";
export { openDerivatives, type PotentialDerivatives, periodicDerivatives } from "./multipoles/potential-derivatives.js";
export type { Moments } from "./multipoles/signatures.js";
export { type OpenmmOptions, openmmParameters } from "./openmm/force-field-parameters.js";
export { OpenmmForceFieldAssignment, OpenmmForceFieldOptions } from "./openmm/openmm-force-field.js";
export { OpenmmSystemForceField, OpenmmSystemOptions } from "./openmm/system-force-field.js";
export { openmmSystemParameters, type SystemParameters } from "./openmm/system-parameters.js";
export { type FormPairs, pairFormKernels } from "./pair-forms/kernels.js";
export { type BareCharges, hasBareCharges } from "./parameters/bare-charges.js";
export type { CombiningRule } from "./parameters/lennard-jones.js";
export type { BondedTerms, CmapGrid, CmapTerms, LennardJonesTable, MmParameters } from "./parameters/mm-parameters.js";
export { mmForcefield, mmForcefield as default } from "./plugin.js";
export { dipoleResponse } from "./polarisation/dipole-response.js";
export {
  InducedDipoles,
  type Induction,
  type InductionOptions,
  type SiteField,
} from "./polarisation/induced-dipoles.js";
export { PolarisationOptions } from "./polarisation/options.js";
export { PolarisableModel } from "./polarisation/polarisable-model.js";
export {
  excludedByBonds,
  type PairFactors,
  type PairScalings,
  type PolarisableSites,
  pairScalings,
} from "./polarisation/sites.js";
export { THOLE_FACTORS, type TholeModel } from "./polarisation/thole.js";
export { BksForceField, BksOptions } from "./solids/bks.js";
export { EamForceField, EamOptions } from "./solids/eam.js";
export { solidKernels } from "./solids/kernels/backend.js";
export type {
  AtomTypes,
  EamParameters,
  ManyBodyKernel,
  Neighbours,
  Ownership,
  PolarIons,
  TripletParameters,
} from "./solids/kernels/signatures.js";
export type { ManyBodyInteraction } from "./solids/many-body.js";
export { SolidModel } from "./solids/solid-model.js";
export { StillingerWeberForceField, StillingerWeberOptions } from "./solids/stillinger-weber.js";
export { TangneyScandoloForceField, TangneyScandoloOptions } from "./solids/tangney-scandolo.js";
export { TersoffForceField, TersoffOptions } from "./solids/tersoff.js";
export { VashishtaForceField, VashishtaOptions } from "./solids/vashishta.js";
export { Tip3pForceField, Tip3pOptions } from "./tip3p/tip3p-force-field.js";
export { WaterForceField, WaterOptions } from "./water/water-force-field.js";
export { WATER_MODELS, type WaterModel, type WaterModelName } from "./water/water-models.js";
