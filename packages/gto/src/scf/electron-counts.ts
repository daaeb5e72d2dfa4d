import { InputError, type Molecule } from "@qmmm/core";

/** Numbers of electrons of either spin; alpha ≥ beta. */
export interface ElectronCounts {
  readonly alpha: number;
  readonly beta: number;
}

/** How the spin orbitals are restricted. */
export type SpinReference = "rhf" | "uhf" | "rohf";

/**
 * Electrons of either spin in a molecule.
 *
 * @throws InputError `QMMM_QM_ELECTRONS` when no electron is left, `QMMM_QM_MULTIPLICITY` when the multiplicity can't be
 *   had with this number of electrons
 */
export function electronCounts(molecule: Molecule): ElectronCounts {
  let total = -molecule.charge;
  for (const z of molecule.elements) total += z;
  if (!Number.isInteger(total) || total < 1) {
    throw new InputError(
      "QMMM_QM_ELECTRONS",
      `A molecule of charge ${molecule.charge} has ${total} electrons left; a whole, positive number is needed`,
      { value: molecule.charge, action: "Correct the charge of the QM region" },
    );
  }
  const unpaired = molecule.multiplicity - 1;
  if (!Number.isInteger(unpaired) || unpaired < 0 || unpaired > total || (total - unpaired) % 2 !== 0) {
    const allowed: string[] = [];
    for (let m = (total % 2) + 1; m <= total + 1 && allowed.length < 5; m += 2) allowed.push(String(m));
    throw new InputError(
      "QMMM_QM_MULTIPLICITY",
      `Multiplicity ${molecule.multiplicity} is impossible with ${total} electrons (charge ${molecule.charge})`,
      {
        value: molecule.multiplicity,
        allowed,
        action: "Correct the multiplicity or the charge of the QM region",
      },
    );
  }
  return { alpha: (total + unpaired) / 2, beta: (total - unpaired) / 2 };
}
