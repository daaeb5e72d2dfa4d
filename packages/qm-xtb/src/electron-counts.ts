import { InputError, type Molecule } from "@qmmm/core";

/** Valence electrons of either spin; alpha ≥ beta. */
export interface ValenceElectrons {
  readonly alpha: number;
  readonly beta: number;
}

/**
 * Valence electrons of either spin in a molecule. The 4f electrons of lanthanides belong to the core of these models, so that
 * a multiplicity counts valence electrons.
 *
 * @param valence - valence electrons of the neutral atoms
 * @param functions - number of basis functions
 * @throws InputError `QMMM_QM_ELECTRONS` when there are fewer than none, or more than the basis holds, `QMMM_QM_MULTIPLICITY`
 *   when the multiplicity can't be had with this number of electrons
 */
export function valenceElectrons(molecule: Molecule, valence: number, functions: number): ValenceElectrons {
  const total = Math.round(valence) - molecule.charge;
  if (!Number.isInteger(total) || total < 0 || total > 2 * functions) {
    throw new InputError(
      "QMMM_QM_ELECTRONS",
      `A molecule of charge ${molecule.charge} has ${total} valence electrons for ${functions} basis functions`,
      {
        value: molecule.charge,
        allowed: `0 to ${2 * functions} valence electrons`,
        action: "Correct the charge of the QM region",
      },
    );
  }
  const unpaired = molecule.multiplicity - 1;
  const most = Math.min(total, 2 * functions - total);
  if (!Number.isInteger(unpaired) || unpaired < 0 || unpaired > most || (total - unpaired) % 2 !== 0) {
    const allowed: string[] = [];
    for (let m = (total % 2) + 1; m <= most + 1 && allowed.length < 5; m += 2) allowed.push(String(m));
    throw new InputError(
      "QMMM_QM_MULTIPLICITY",
      `Multiplicity ${molecule.multiplicity} is impossible with ${total} valence electrons (charge ${molecule.charge})`,
      {
        value: molecule.multiplicity,
        allowed,
        action: "Correct the multiplicity or the charge of the QM region; 4f electrons do not count",
      },
    );
  }
  return { alpha: (total + unpaired) / 2, beta: (total - unpaired) / 2 };
}
