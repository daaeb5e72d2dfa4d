import type { VirtualSites } from "@qmmm/core";
import { InputError } from "@qmmm/core";

/** Which atoms may move freely: 1 for those, 0 for frozen ones and for sites that follow others; length N; fresh. */
export function mobileAtoms(
  atomCount: number,
  frozen: ArrayLike<number> = [],
  virtualSites?: VirtualSites | undefined,
): Uint8Array {
  const mobile = new Uint8Array(atomCount).fill(1);
  for (const { site } of virtualSites?.sites ?? []) mobile[site] = 0;
  for (let k = 0; k < frozen.length; k++) {
    const atom = frozen[k]!;
    if (!Number.isInteger(atom) || atom < 0 || atom >= atomCount) {
      throw new InputError("QMMM_DYNAMICS_ATOM", `Atom ${atom} is to be frozen but does not exist`, {
        value: atom,
        allowed: `0 to ${atomCount - 1}`,
        action: "Count atoms from 0",
      });
    }
    mobile[atom] = 0;
  }
  return mobile;
}

/** @throws QmmmError `QMMM_DYNAMICS_NOTHING_MOVES` when every atom is frozen */
export function requireMobile(mobile: Uint8Array, task: string): void {
  if (mobile.includes(1)) return;
  throw new InputError("QMMM_DYNAMICS_NOTHING_MOVES", `The task "${task}" has no atoms that may move`, {
    value: `${mobile.length} frozen atoms of ${mobile.length}`,
    action: "Freeze fewer atoms, or ask for the energy only",
  });
}

/** The coordinates of the atoms that may move, taken out of and put back into those of all. */
export class MobileCoordinates {
  private readonly atoms: Int32Array;

  constructor(mobile: Uint8Array) {
    this.atoms = Int32Array.from(mobile.keys()).filter((atom) => mobile[atom] === 1);
  }

  /** Of vectors on all atoms (3N) those on the mobile ones, times `factor`; fresh. */
  gather(all: Float64Array, factor = 1): Float64Array {
    const out = new Float64Array(3 * this.atoms.length);
    for (let i = 0; i < this.atoms.length; i++) {
      const from = 3 * this.atoms[i]!;
      for (let c = 0; c < 3; c++) out[3 * i + c] = factor * all[from + c]!;
    }
    return out;
  }

  /** `all` with the coordinates of the mobile atoms replaced; fresh: frozen atoms keep every bit. */
  scatter(mobile: Float64Array, all: Float64Array): Float64Array {
    const out = all.slice();
    for (let i = 0; i < this.atoms.length; i++) out.set(mobile.subarray(3 * i, 3 * i + 3), 3 * this.atoms[i]!);
    return out;
  }
}
