import { type Cell, everyTerm, type Potential, type System } from "@qmmm/core";
import { Prmtop } from "@qmmm/io";
import { amberParameters, type BondedTerms, type MmParameters, ResolvedMmModel } from "../../src/index.js";
import { type TreatmentOptions, withTreatment } from "../../src/long-range/treatment.js";
import { PAIR_FORM } from "../../src/pair-forms/kernels.js";
import { buckinghamNumbers, morseNumbers } from "../../src/pair-forms/pair-forms.js";
import { PairFormsModel } from "../../src/pair-forms/pair-forms-model.js";
import { ofEachKind } from "../../src/parameters/bonded-kinds.js";
import { BUCKINGHAM_PAIR } from "../../src/solids/kernels/signatures.js";
import { charmmed } from "../amber/charmmed.js";
import { ALANINE, amberSystem, forceField, projectFiles } from "../support.js";

/** Cells wide enough for the cutoff, a0; none for an open system. */
export const CELLS: Readonly<Record<string, Cell | undefined>> = {
  none: undefined,
  cubic: { vectors: Float64Array.of(26, 0, 0, 0, 26, 0, 0, 0, 26) },
  octahedral: {
    vectors: Float64Array.of(
      ...[31, 0, 0],
      ...[-31 / 3, (31 * 2 * Math.SQRT2) / 3, 0],
      ...[-31 / 3, (-31 * Math.SQRT2) / 3, (31 * Math.SQRT2) / Math.sqrt(3)],
    ),
  },
  triclinic: { vectors: Float64Array.of(27, 0, 0, 4, 26, 0, -5, 6, 28) },
};

/** Cutoff of the non-bonded terms, a0. */
const CUTOFF = 11.3;

const NO_TERMS: BondedTerms = { atoms: new Int32Array(0), parameters: new Float64Array(0) };
const terms = (atoms: readonly number[], parameters: readonly number[]): BondedTerms => ({
  atoms: Int32Array.from(atoms),
  parameters: Float64Array.from(parameters),
});

const prmtop = new Prmtop(charmmed(new TextDecoder().decode(await projectFiles.read(ALANINE.prmtop))), ALANINE.prmtop);
/** Alanine dipeptide with every kind of term that Amber, CHARMM and GROMACS have between them. */
export const ALL_TERMS: MmParameters = {
  ...amberParameters(prmtop, { coulombConstant: "SI", cutoff: CUTOFF, skin: 2 }),
  quarticBonds: terms([4, 6, 6, 8], [0.02, 2.5, 0.03, 2.7]),
  morseBonds: terms([4, 6], [0.16, 1.1, 2.5]),
  cubicBonds: terms([6, 8], [0.35, -0.4, 2.6]),
  feneBonds: terms([8, 14], [0.1, 4.5]),
  flatBonds: terms([4, 6, 6, 8, 8, 14], [0.3, 3.2, 3.5, 3.8, 0.3, 1.5, 2.1, 3.5, 0.3, 1.2, 1.7, 2.1]),
  cosineAngles: terms([4, 6, 8, 8, 14, 16], [0.1, -0.4, 0.07, -0.5]),
  restrictedAngles: terms([4, 6, 8], [0.1, -0.4]),
  quarticAngles: terms([6, 8, 14], [1.7, 0.01, -0.02, 0.1, 0.05, -0.03]),
  linearAngles: terms([8, 14, 16], [0.05, 0.4]),
  bondBondCross: terms([4, 6, 8], [0.2, 2.4, 2.5]),
  bondAngleCross: terms([6, 8, 14], [0.2, 2.4, 2.5, 4.4]),
  restrictedTorsions: terms([4, 6, 8, 14], [0.01, 0.5]),
  bendingTorsions: terms([4, 6, 8, 14], [0.01, -0.02, 0.03, 0.015, -0.01]),
};

const { charges, lennardJones } = ALL_TERMS;
/** The same molecule without any term. */
const BARE: MmParameters = {
  ...ALL_TERMS,
  charges: new Float64Array(charges.length),
  ...ofEachKind(() => NO_TERMS),
  cmaps: undefined,
  exceptions: NO_TERMS,
  lennardJones: {
    typeOf: lennardJones.typeOf,
    typeCount: lennardJones.typeCount,
    c12: new Float64Array(lennardJones.c12.length),
    c6: new Float64Array(lennardJones.c6.length),
  },
};

const alanine = await amberSystem(ALANINE.prmtop, ALANINE.inpcrd);

/** Alanine dipeptide in a cell, with atoms in different images, so that every kind of term reaches across the boundary. */
export function alanineIn(cell: Cell | undefined): System {
  const { positions } = alanine.geometry;
  if (cell === undefined) return { topology: alanine.topology, geometry: { positions } };
  const scattered = positions.map((x, k) => {
    const atom = Math.floor(k / 3);
    const image = [(atom % 3) - 1, (atom % 2) - 1, atom % 5 === 0 ? 2 : 0];
    return x + [0, 1, 2].reduce((sum, d) => sum + image[d]! * cell.vectors[3 * d + (k % 3)]!, 0);
  });
  return { topology: alanine.topology, geometry: { positions: scattered, cell } };
}

/** How non-bonded energies end, or go on, with everything else at its default. */
export function treated(parameters: MmParameters, options: Partial<TreatmentOptions>, system: System): MmParameters {
  const plain: TreatmentOptions = {
    electrostatics: { type: "shifted-force" },
    lennardJones: { form: "shifted-force", dispersionCorrection: "none" },
  };
  return withTreatment(parameters, { ...plain, ...options }, system);
}

const PAIRS_14 = ALL_TERMS.exceptions;
/** The 1–4 pairs with some of their three numbers: C12, C6, product of charges. */
const pairs14 = (kept: readonly [number, number, number]): BondedTerms => ({
  atoms: PAIRS_14.atoms,
  parameters: PAIRS_14.parameters.map((x, k) => x * kept[k % 3]!),
});

const LENNARD_JONES = { ...BARE, lennardJones: { ...lennardJones, c4: undefined } };
const CHARGED = { ...BARE, charges };
/** Net charge of +1 over all atoms. */
const IONIC = { ...BARE, charges: charges.map((q) => q + 1 / charges.length) };
const SWITCH = CUTOFF - 3;

/** A potential of one term alone. */
export interface SingleTerm {
  readonly name: string;
  /** Left out in open space. */
  readonly periodic?: true;
  open(system: System): Promise<Potential>;
}

const { scope } = await forceField("tip3p", {});

/** Parameters as a potential with every term. */
export function potentialOf(parameters: MmParameters): Promise<Potential> {
  return new ResolvedMmModel(parameters).potential(everyTerm(parameters.atomCount), scope);
}

const bonded = (name: string, changes: Partial<MmParameters>): SingleTerm => ({
  name,
  open: () => potentialOf({ ...BARE, ...changes }),
});

/** Every atom with every other, but those that the topology excludes, by one function of the distance. */
const paired = (name: string, form: number, numbers: readonly number[]): SingleTerm => ({
  name,
  open: () => {
    const forms = {
      members: Int32Array.from(charges, (_, atom) => atom),
      atomCount: BARE.atomCount,
      classOf: new Int32Array(BARE.atomCount),
      classCount: 1,
      forms: Uint8Array.of(form),
      numbers: Float64Array.from({ ...numbers, length: BUCKINGHAM_PAIR.size }, (x) => x ?? 0),
      cutoff: CUTOFF,
      skin: 2,
      excluded: BARE,
    };
    return new PairFormsModel(new ResolvedMmModel(BARE), forms).potential(everyTerm(BARE.atomCount), scope);
  },
});

const cutOff = (name: string, parameters: MmParameters, options: Partial<TreatmentOptions>): SingleTerm => ({
  name,
  open: (system) => potentialOf(treated(parameters, options, system)),
});

const periodic = (name: string, parameters: MmParameters, options: Partial<TreatmentOptions>): SingleTerm => ({
  ...cutOff(name, parameters, options),
  periodic: true,
});

export const SINGLE_TERMS: readonly SingleTerm[] = [
  bonded("bonds", { bonds: ALL_TERMS.bonds }),
  bonded("angles", { angles: ALL_TERMS.angles }),
  bonded("Urey–Bradley", { ureyBradley: ALL_TERMS.ureyBradley }),
  bonded("quartic bonds (GROMOS)", { quarticBonds: ALL_TERMS.quarticBonds }),
  bonded("Morse bonds", { morseBonds: ALL_TERMS.morseBonds }),
  bonded("cubic bonds", { cubicBonds: ALL_TERMS.cubicBonds }),
  bonded("FENE bonds", { feneBonds: ALL_TERMS.feneBonds }),
  bonded("flat-bottomed distances", { flatBonds: ALL_TERMS.flatBonds }),
  bonded("angles by cosine (GROMOS)", { cosineAngles: ALL_TERMS.cosineAngles }),
  bonded("restricted angles", { restrictedAngles: ALL_TERMS.restrictedAngles }),
  bonded("quartic angles", { quarticAngles: ALL_TERMS.quarticAngles }),
  bonded("atoms in line", { linearAngles: ALL_TERMS.linearAngles }),
  bonded("bond–bond cross terms", { bondBondCross: ALL_TERMS.bondBondCross }),
  bonded("bond–angle cross terms", { bondAngleCross: ALL_TERMS.bondAngleCross }),
  bonded("restricted torsions", { restrictedTorsions: ALL_TERMS.restrictedTorsions }),
  bonded("bending and torsion combined", { bendingTorsions: ALL_TERMS.bendingTorsions }),
  bonded("proper torsions", { torsions: ALL_TERMS.torsions }),
  bonded("periodic impropers", { impropers: ALL_TERMS.impropers }),
  bonded("harmonic impropers", { harmonicImpropers: ALL_TERMS.harmonicImpropers }),
  bonded("CMAP", { cmaps: ALL_TERMS.cmaps }),
  bonded("Lennard-Jones 1–4", { exceptions: pairs14([1, 1, 0]) }),
  bonded("Coulomb 1–4", { exceptions: pairs14([0, 0, 1]) }),
  ...(["cut", "shift", "shifted-force"] as const).map((form) =>
    cutOff(`Lennard-Jones, ${form}`, LENNARD_JONES, { lennardJones: { form, dispersionCorrection: "none" } }),
  ),
  ...(["potential-switch", "force-switch"] as const).map((form) =>
    cutOff(`Lennard-Jones, ${form}`, LENNARD_JONES, {
      lennardJones: { form, switchDistance: SWITCH, dispersionCorrection: "none" },
    }),
  ),
  cutOff("Lennard-Jones with r⁻⁴ (12-6-4)", { ...BARE, lennardJones }, {}),
  paired("Buckingham", PAIR_FORM.buckingham, buckinghamNumbers({ A: 40, b: 1.7, c: 30 }, CUTOFF)!),
  // Its core ends at 6 a0, amid the distances of the peptide.
  paired("Buckingham, guarded core", PAIR_FORM.buckingham, buckinghamNumbers({ A: 4, b: 1, c: 396 }, CUTOFF)!),
  paired("Morse pairs", PAIR_FORM.morse, morseNumbers({ depth: 0.01, alpha: 0.7, r0: 6 }, CUTOFF)),
  periodic("Lennard-Jones with dispersion correction", LENNARD_JONES, {
    lennardJones: { form: "force-switch", switchDistance: SWITCH, dispersionCorrection: "all" },
  }),
  periodic("Lennard-Jones, PME (LJ-PME)", LENNARD_JONES, {
    lennardJones: {
      form: "pme",
      mesh: { tolerance: 1e-3, order: 5, screening: undefined, grid: undefined },
      dispersionCorrection: "none",
    },
  }),
  cutOff("Coulomb, shifted force", CHARGED, {}),
  cutOff("Coulomb, reaction field", CHARGED, { electrostatics: { type: "reaction-field", dielectric: 78.3 } }),
  cutOff("Coulomb, Wolf", CHARGED, { electrostatics: { type: "wolf", screening: 5 } }),
  cutOff("Coulomb, damped shifted force", CHARGED, { electrostatics: { type: "dsf", screening: 5 } }),
  periodic("Coulomb, Ewald", CHARGED, { electrostatics: { type: "ewald", accuracy: 1e-9, screening: undefined } }),
  periodic("Coulomb, Ewald, net charge", IONIC, {
    electrostatics: { type: "ewald", accuracy: 1e-9, screening: undefined },
  }),
  ...([4, 5, 8] as const).map((order) =>
    periodic(`Coulomb, PME of order ${order}, net charge`, IONIC, {
      electrostatics: { type: "pme", accuracy: 1e-5, screening: 1.9, order },
    }),
  ),
];
