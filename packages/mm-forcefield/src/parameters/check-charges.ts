import { InputError } from "@qmmm/core";

/**
 * Whether these can be charges of these atoms.
 *
 * @throws QmmmError `QMMM_MM_CHARGES`
 */
export function requireCharges(atoms: Int32Array, charges: Float64Array, atomCount: number): void {
  const refuse = (what: string, value: number, allowed: string): InputError =>
    new InputError("QMMM_MM_CHARGES", what, { value, allowed });
  if (atoms.length !== charges.length) {
    throw refuse(`There are ${charges.length} charges for ${atoms.length} atoms`, charges.length, `${atoms.length}`);
  }
  for (let n = 0; n < atoms.length; n++) {
    const [atom, charge] = [atoms[n]!, charges[n]!];
    if (atom < 0 || atom >= atomCount) throw refuse(`There is no atom of index ${atom}`, atom, `0 to ${atomCount - 1}`);
    if (!Number.isFinite(charge))
      throw refuse(`The charge of atom ${atom + 1} is ${charge}`, charge, "a finite number");
  }
}
