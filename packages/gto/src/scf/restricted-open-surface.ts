import type { SpinMatrices } from "./fock-contribution.js";
import type { OrbitalSet } from "./orbital-space.js";
import type { OrbitalSurface } from "./orbital-surface.js";
import type { ScfProblem } from "./scf-problem.js";

/** One spin: its Fock matrix over the orbitals, and the occupations of these. */
interface Spin {
  readonly fock: Float64Array;
  readonly occupied: (orbital: number) => number;
}

/**
 * The energy of a restricted open shell as a function of rotations of its orbitals, one antisymmetric K for both spins: with the
 * spin densities n_σ + [K, n_σ] + ½[K, [K, n_σ]] over the orbitals, E = E₀ + Σ_σ tr F_σ([K, n_σ] + ½[K, [K, n_σ]]) + ½ Σ_σ tr G_σ[K, n_σ],
 * where G is the response of the Fock matrices. Independent are rotations between closed, open and virtual orbitals. McWeeny, Rev.
 * Mod. Phys. 32, 335 (1960), doi:10.1103/RevModPhys.32.335.
 */
export class RestrictedOpenSurface implements OrbitalSurface {
  readonly gradient: Float64Array;
  readonly diagonal: Float64Array;
  private readonly spins: readonly Spin[];
  /** Orbitals a and i of each rotation. */
  private readonly pairs: readonly (readonly [a: number, i: number])[];

  constructor(
    private readonly problem: ScfProblem,
    private readonly set: OrbitalSet,
    fock: SpinMatrices,
  ) {
    const { algebra, basis, counts } = problem;
    const { size: m, functionCount: n } = basis;
    const overOrbitals = (matrix: Float64Array) => algebra.congruence(set.orbitals, matrix, m, n);
    this.spins = [
      { fock: overOrbitals(fock.alpha), occupied: (orbital) => Number(orbital < counts.alpha) },
      { fock: overOrbitals(fock.beta), occupied: (orbital) => Number(orbital < counts.beta) },
    ];
    const pairs: [number, number][] = [];
    for (let a = counts.beta; a < m; a++) {
      for (let i = 0; i < Math.min(a < counts.alpha ? counts.beta : counts.alpha, m); i++) pairs.push([a, i]);
    }
    this.pairs = pairs;
    this.gradient = this.summed((spin, a, i) => spin.fock[a * m + i]);
    this.diagonal = this.summed((spin, a, i) => spin.fock[a * m + a] - spin.fock[i * m + i]);
  }

  multiply(rotation: Float64Array): Float64Array {
    const { problem, set, spins, pairs } = this;
    const { algebra, basis } = problem;
    const { size: m, functionCount: n } = basis;
    const k = new Float64Array(m * m);
    pairs.forEach(([a, i], p) => {
      k[a * m + i] = rotation[p];
      k[i * m + a] = -rotation[p];
    });
    // [K, n] of each spin.
    const changes = spins.map(({ occupied }) =>
      k.map((value, at) => value * (occupied(at % m) - occupied(Math.floor(at / m)))),
    );
    const [alpha, beta] = changes.map((change) => algebra.expand(set.orbitals, change, m, n));
    const response = { alpha: new Float64Array(n * n), beta: new Float64Array(n * n) };
    for (const contribution of problem.contributions) contribution.addResponse?.(response, { alpha, beta });
    const out = new Float64Array(rotation.length);
    spins.forEach(({ fock, occupied }, s) => {
      const answer = algebra.congruence(set.orbitals, s === 0 ? response.alpha : response.beta, m, n);
      const turned = algebra.product(fock, k, m, m, m);
      const weighted = algebra.product(changes[s], fock, m, m, m);
      pairs.forEach(([a, i], p) => {
        const share = occupied(i) - occupied(a);
        const ia = i * m + a;
        const ai = a * m + i;
        // ½((n_i − n_a)[F, K]_ia + [[K, n], F]_ia) + (n_i − n_a)G_ia
        out[p] += 0.5 * (share * (turned[ia] + turned[ai]) + weighted[ia] - weighted[ai]) + share * answer[ia];
      });
    });
    return out;
  }

  rotated(rotation: Float64Array): SpinMatrices {
    const { problem, set, pairs } = this;
    const { basis, counts } = problem;
    const n = basis.functionCount;
    const alpha = set.orbitals.slice(0, counts.alpha * n);
    const add = (to: number, from: number, factor: number): void => {
      for (let mu = 0; mu < n; mu++) alpha[to * n + mu] += factor * set.orbitals[from * n + mu];
    };
    pairs.forEach(([a, i], p) => {
      add(i, a, rotation[p]);
      if (a < counts.alpha) add(a, i, -rotation[p]);
    });
    return { alpha, beta: alpha.subarray(0, counts.beta * n) };
  }

  /** Σ_σ (n_i − n_a)·value of every pair. */
  private summed(value: (spin: Spin, a: number, i: number) => number): Float64Array {
    return Float64Array.from(this.pairs, ([a, i]) =>
      this.spins.reduce((sum, spin) => sum + (spin.occupied(i) - spin.occupied(a)) * value(spin, a, i), 0),
    );
  }
}
