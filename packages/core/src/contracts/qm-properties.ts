import type { QmSolution, QmWant } from "./quantum.js";
import type { Volume } from "./volume.js";

/** Properties of a quantum molecule that an evaluation can report beside its energy. */
export type QmProperties = Pick<
  QmWant,
  "charges" | "dipole" | "quadrupole" | "spin" | "orbitals" | "bondOrders" | "fukui" | "volumes"
>;

/**
 * What a solution tells beside energy and forces, as an evaluation reports it: arrays and numbers as observations, the
 * orbitals in the Molden format as a document, fields on grids as they are.
 */
export function reportedProperties(solution: QmSolution): {
  readonly observed: Readonly<Record<string, number | Float64Array>>;
  readonly documents: Readonly<Record<string, string>>;
  readonly volumes: Readonly<Record<string, Volume>>;
} {
  const { charges, dipole, quadrupole, spin, orbitals, bondOrders, fukui, volumes = {} } = solution;
  const molden = orbitals?.molden;
  const [alpha, beta] = orbitals?.energies ?? [];
  return {
    observed: {
      ...solution.observed,
      ...(charges === undefined ? {} : { charges }),
      ...(dipole === undefined ? {} : { dipole }),
      ...(quadrupole === undefined ? {} : { quadrupole }),
      ...(spin === undefined ? {} : { spinPopulations: spin.populations, s2: spin.s2 }),
      ...(bondOrders === undefined ? {} : { bondOrders }),
      ...(fukui === undefined
        ? {}
        : {
            fukuiPlus: fukui.plus,
            fukuiMinus: fukui.minus,
            fukuiZero: fukui.zero,
            dualDescriptor: fukui.dual,
            ionisationEnergy: fukui.ionisationEnergy,
            electronAffinity: fukui.electronAffinity,
            chemicalPotential: fukui.chemicalPotential,
            hardness: fukui.hardness,
            softness: fukui.softness,
            electrophilicity: fukui.electrophilicity,
            softnessPlus: fukui.softnessPlus,
            softnessMinus: fukui.softnessMinus,
          }),
      ...(alpha === undefined ? {} : { orbitalEnergies: alpha }),
      ...(beta === undefined ? {} : { orbitalEnergiesBeta: beta }),
    },
    documents: molden === undefined ? {} : { "orbitals.molden": molden },
    volumes,
  };
}
