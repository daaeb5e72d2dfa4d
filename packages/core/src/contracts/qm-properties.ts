import type { QmSolution, QmWant } from "./quantum.js";

/** Properties of a quantum molecule that an evaluation can report beside its energy. */
export type QmProperties = Pick<
  QmWant,
  "charges" | "dipole" | "quadrupole" | "spin" | "orbitals" | "bondOrders" | "fukui"
>;

/**
 * What a solution tells beside energy and forces, as an evaluation reports it: arrays and numbers as observations, the
 * orbitals in the Molden format as a document.
 */
export function reportedProperties(solution: QmSolution): {
  readonly observed: Readonly<Record<string, number | Float64Array>>;
  readonly documents: Readonly<Record<string, string>>;
} {
  const { charges, dipole, quadrupole, spin, orbitals, bondOrders, fukui } = solution;
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
          }),
      ...(alpha === undefined ? {} : { orbitalEnergies: alpha }),
      ...(beta === undefined ? {} : { orbitalEnergiesBeta: beta }),
    },
    documents: molden === undefined ? {} : { "orbitals.molden": molden },
  };
}
