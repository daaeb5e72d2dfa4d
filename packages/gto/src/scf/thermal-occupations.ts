import { fermiOccupations } from "./fermi-occupations.js";
import type { SpinMatrices } from "./fock-contribution.js";
import { dot } from "./linear-algebra/matrices.js";
import type { ScfProblem } from "./scf-problem.js";

/** Occupations below this leave an orbital out of the density. */
const SMALLEST_OCCUPATION = 1e-20;

/** Orbitals of one set with the energies that their occupations follow from. */
interface ThermalSet {
  /** Over the orthonormal vectors, one per row, M×M. */
  readonly orbitals: Float64Array;
  /** Eh; length M. */
  readonly energies: Float64Array;
  /** 0 to 1; length M. */
  readonly occupations: Float64Array;
}

/** Orbitals filled as an electronic temperature demands. */
export interface ThermalFilling {
  /** Occupied orbitals over the orthonormal vectors, a row each, times the roots of their occupations. */
  readonly occupied: SpinMatrices;
  readonly sets: readonly ThermalSet[];
  /** −T·S of both spins, Eh. */
  readonly entropy: number;
}

/**
 * Fills orbitals by the Fermi function, each spin with its own number of electrons. The free energy E − T·S is then what the
 * self-consistent field minimises: Mermin, Phys. Rev. 137, A1441 (1965), doi:10.1103/PhysRev.137.A1441.
 *
 * @param orbitals - of each set over the orthonormal vectors, a row each
 * @param energies - of each set, ascending, Eh
 */
export function thermalFilling(
  { basis, counts, reference, temperature }: ScfProblem,
  orbitals: readonly Float64Array[],
  energies: readonly Float64Array[],
): ThermalFilling {
  const m = basis.size;
  const filled = orbitals.map((rows, s) => {
    const { values, entropy } = fermiOccupations(energies[s], s === 0 ? counts.alpha : counts.beta, temperature);
    let used = values.length;
    while (used > 0 && values[used - 1] < SMALLEST_OCCUPATION) used--;
    const weighted = rows.slice(0, used * m);
    for (let i = 0; i < used; i++) {
      const root = Math.sqrt(values[i]);
      for (let k = i * m; k < (i + 1) * m; k++) weighted[k] *= root;
    }
    return { set: { orbitals: rows, energies: energies[s], occupations: values }, weighted, entropy };
  });
  const alpha = filled[0];
  const beta = filled[1] ?? alpha;
  return {
    occupied: { alpha: alpha.weighted, beta: beta.weighted },
    sets: filled.map(({ set }) => set),
    entropy: reference === "rhf" ? 2 * alpha.entropy : alpha.entropy + beta.entropy,
  };
}

/**
 * What keeps occupations from being those of the Fock matrices: Σ_i n_i(1 − n_i)(F_ii − ε_i)|i⟩⟨i| less its share in the chemical
 * potential, Eh, one symmetric M×M matrix per set in a row. With the commutator of Fock and density matrix it vanishes where the
 * free energy is stationary.
 *
 * @param focks - over the orthonormal vectors, one M×M matrix per set, in a row
 */
export function occupationError(
  { algebra, basis }: ScfProblem,
  focks: Float64Array,
  filling: ThermalFilling,
): Float64Array {
  const m = basis.size;
  const error = new Float64Array(focks.length);
  filling.sets.forEach(({ orbitals, energies, occupations }, s) => {
    const images = algebra.product(orbitals, focks.subarray(s * m * m, (s + 1) * m * m), m, m, m);
    const softness = occupations.map((n) => n * (1 - n));
    const total = softness.reduce((sum, value) => sum + value, 0);
    if (total === 0) return;
    const shift = energies.map(
      (energy, i) => dot(orbitals.subarray(i * m, (i + 1) * m), images.subarray(i * m, (i + 1) * m)) - energy,
    );
    const common = dot(softness, shift) / total;
    const scaled = orbitals.slice();
    for (let i = 0; i < m; i++) {
      const factor = softness[i] * (shift[i] - common);
      for (let k = i * m; k < (i + 1) * m; k++) scaled[k] *= factor;
    }
    error.set(algebra.transposedProduct(orbitals, scaled, m, m, m), s * m * m);
  });
  return error;
}
