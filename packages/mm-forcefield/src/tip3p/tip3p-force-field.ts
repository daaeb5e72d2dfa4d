import {
  BOHR_IN_ANGSTROM,
  bondedNeighbours,
  ELEMENT_SYMBOLS,
  type ForceField,
  HARTREE_IN_KCAL_PER_MOL,
  InputError,
  inject,
  injectable,
  type MmModel,
  OPTIONS,
  type System,
  type Topology,
} from "@qmmm/core";
import { z } from "zod";
import { withTreatment } from "../long-range/treatment.js";
import { ResolvedMmModel } from "../model/mm-model.js";
import { cutoffOptions } from "../nonbonded/cutoff-options.js";
import { pairLists } from "../parameters/exclusions.js";
import { lennardJonesTable, sigmaEpsilonOf } from "../parameters/lennard-jones.js";
import { type MmParameters, TermList } from "../parameters/mm-parameters.js";

const KCAL = 1 / HARTREE_IN_KCAL_PER_MOL;
const ANGSTROM = 1 / BOHR_IN_ANGSTROM;

/** TIP3P as published: Jorgensen et al. 1983, doi:10.1063/1.445869, table I. */
const TIP3P = {
  /** e */
  hydrogenCharge: 0.417,
  /** a0 */
  bondLength: 0.9572 * ANGSTROM,
  /** rad */
  angle: (104.52 * Math.PI) / 180,
  /** A = 582 000 kcal·Å¹²/mol and C = 595 kcal·Å⁶/mol of the oxygens, in atomic units. */
  c12: 582_000 * KCAL * ANGSTROM ** 12,
  c6: 595 * KCAL * ANGSTROM ** 6,
};

/** Force constants of flexible TIP3P as Amber's and OpenMM's parameter files have them: 553 kcal/mol/Å², 100 kcal/mol/rad². */
const FLEXIBLE = { bond: (553 * KCAL) / ANGSTROM ** 2, angle: 100 * KCAL };

/** Options of the force field `tip3p`. */
export const Tip3pOptions = z.strictObject({
  flexible: z
    .boolean()
    .default(true)
    .describe(
      "Harmonic bonds (553 kcal/mol/Å²) and angles (100 kcal/mol/rad²); without them nothing holds a molecule together " +
        "but constraints",
    ),
  ...cutoffOptions,
});

/** Water: every molecule of the system has to be one. */
@injectable()
export class Tip3pForceField implements ForceField {
  private readonly options: z.output<typeof Tip3pOptions>;

  constructor(@inject(OPTIONS) options: unknown) {
    this.options = options as z.output<typeof Tip3pOptions>;
  }

  /** @throws QmmmError `QMMM_MM_PARAMETERS_MISSING` naming what is not water */
  async assign(system: System): Promise<MmModel> {
    const { topology } = system;
    const { atomCount } = topology;
    const waters = findWaters(topology);
    const bonds = new TermList();
    const angles = new TermList();
    const pairs: [number, number][] = [];
    const charges = new Float64Array(atomCount);
    const typeOf = new Int32Array(atomCount).fill(1);
    for (const [oxygen, first, second] of waters) {
      charges[oxygen] = -2 * TIP3P.hydrogenCharge;
      charges[first] = charges[second] = TIP3P.hydrogenCharge;
      typeOf[oxygen] = 0;
      pairs.push([oxygen, first], [oxygen, second], [first, second]);
      if (!this.options.flexible) continue;
      for (const hydrogen of [first, second]) bonds.add([oxygen, hydrogen], [FLEXIBLE.bond, TIP3P.bondLength]);
      angles.add([first, oxygen, second], [FLEXIBLE.angle, TIP3P.angle]);
    }
    const none = new TermList().finish();
    const { cutoff, skin, flexible } = this.options;
    const types = [sigmaEpsilonOf(TIP3P.c12, TIP3P.c6), { sigma: 0, epsilon: 0 }];
    const parameters: MmParameters = {
      atomCount,
      charges,
      coulombScale: 1,
      bonds: bonds.finish(),
      angles: angles.finish(),
      torsions: none,
      impropers: none,
      lennardJones: lennardJonesTable(typeOf, types, "lorentz-berthelot"),
      ...pairLists(atomCount, pairs),
      exceptions: none,
      cutoff,
      skin,
      conventions: {
        forceField: flexible ? "TIP3P, flexible (553 kcal/mol/Å², 100 kcal/mol/rad²)" : "TIP3P, without bonded terms",
        source: "doi:10.1063/1.445869",
        coulombScale: 1,
        cutoff: cutoff === undefined ? "none" : "shifted force",
      },
    };
    return new ResolvedMmModel(withTreatment(parameters, this.options, system));
  }
}

/** Oxygen and hydrogens of each molecule. */
function findWaters(topology: Topology): [number, number, number][] {
  const neighbours = bondedNeighbours(topology);
  const { elements, names, residues, residueOf, atomCount } = topology;
  const waters: [number, number, number][] = [];
  const covered = new Uint8Array(atomCount);
  for (let atom = 0; atom < atomCount; atom++) {
    const bonded = neighbours[atom]!;
    if (elements[atom] !== 8 || bonded.length !== 2) continue;
    if (!bonded.every((other) => elements[other] === 1 && neighbours[other]!.length === 1)) continue;
    waters.push([atom, bonded[0]!, bonded[1]!]);
    for (const member of [atom, ...bonded]) covered[member] = 1;
  }
  const atom = covered.indexOf(0);
  if (atom < 0) return waters;
  const residue = residues[residueOf[atom]!]!;
  throw new InputError(
    "QMMM_MM_PARAMETERS_MISSING",
    `tip3p describes water only, but atom ${atom} (from 0), ${names[atom]} (${ELEMENT_SYMBOLS[elements[atom]!]}) of ` +
      `${residue.name} ${residue.id}, is not part of a water molecule`,
    {
      value: names[atom],
      allowed: "molecules of one oxygen bonded to two hydrogens",
      action: "Use the force field amber or parameters, or check the bonds of the structure",
    },
  );
}
