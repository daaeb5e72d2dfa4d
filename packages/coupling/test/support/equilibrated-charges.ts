import type { ExternalField, Molecule, QmEngine, QmMethod, QmQuantity, QmSolution, QmWant } from "@qmmm/core";
import { erf, requireQmSupport } from "@qmmm/core";

/** Electronegativity, hardness (Eh/e, Eh/e²) and repulsion exponent (a0⁻¹) by atomic number. */
const PARAMETERS: Readonly<Record<number, readonly [number, number, number]>> = {
  1: [-0.16, 0.9, 1.6],
  6: [-0.2, 0.8, 1.3],
  7: [-0.25, 0.85, 1.3],
  8: [-0.32, 1, 1.4],
};

const ALL: readonly QmQuantity[] = ["forces", "fieldForces", "fieldPotential", "field:widths", "field:uniform"];

/**
 * A molecule whose charges equilibrate in the field (Rappé & Goddard 1991, doi:10.1021/j100161a070) over a pairwise
 * repulsion. The energy is quadratic in the field, all derivatives are exact, and it costs nothing: a stand-in for a
 * quantum method in which every error of a coupling shows.
 */
export class EquilibratedCharges implements QmEngine {
  constructor(
    private readonly molecule: Molecule,
    readonly supports: ReadonlySet<QmQuantity> = new Set(ALL),
    readonly solved: ExternalField[] = [],
  ) {}

  async solve(nuclei: Float64Array, field: ExternalField, want: QmWant, signal?: AbortSignal): Promise<QmSolution> {
    signal?.throwIfAborted();
    requireQmSupport("equilibrated charges", this.supports, want, field);
    this.solved.push(field);
    const { elements, charge } = this.molecule;
    const n = elements.length;
    const m = field.charges.length;
    const uniform = field.uniform ?? [0, 0, 0];
    const potential = new Float64Array(n);
    for (let a = 0; a < n; a++) {
      for (let i = 0; i < 3; i++) potential[a] -= uniform[i] * nuclei[3 * a + i];
      for (let s = 0; s < m; s++) potential[a] += field.charges[s] * kernel(nuclei, a, field, s).value;
    }
    // Stationary: χ + V + Hq = μ with Σq = Q.
    const matrix = Array.from({ length: n + 1 }, () => new Float64Array(n + 2));
    for (let a = 0; a < n; a++) {
      const [chi, eta] = PARAMETERS[elements[a]];
      for (let b = 0; b < n; b++) matrix[a][b] = a === b ? eta : soft(separation(nuclei, a, b)).value;
      matrix[a][n] = matrix[n][a] = 1;
      matrix[a][n + 1] = -chi - potential[a];
    }
    matrix[n][n + 1] = charge;
    const q = solveLinear(matrix).subarray(0, n);

    let bonding = 0;
    let own = 0;
    let embedding = 0;
    const forces = new Float64Array(3 * n);
    const fieldForces = new Float64Array(3 * m);
    const fieldPotential = new Float64Array(m);
    for (let a = 0; a < n; a++) {
      const [chi, eta, alpha] = PARAMETERS[elements[a]];
      own += chi * q[a] + 0.5 * eta * q[a] ** 2;
      embedding += q[a] * potential[a];
      for (let i = 0; i < 3; i++) forces[3 * a + i] += q[a] * uniform[i];
      for (let b = 0; b < a; b++) {
        const r = separation(nuclei, a, b);
        const coulomb = soft(r);
        const beta = 0.5 * (alpha + PARAMETERS[elements[b]][2]);
        const repulsion = 3 * Math.exp(-beta * r);
        own += q[a] * q[b] * coulomb.value;
        bonding += repulsion - 2 * Math.exp(-0.5 * beta * r);
        const slope = q[a] * q[b] * coulomb.slope - beta * repulsion + beta * Math.exp(-0.5 * beta * r);
        for (let i = 0; i < 3; i++) {
          const f = (-slope * (nuclei[3 * a + i] - nuclei[3 * b + i])) / r;
          forces[3 * a + i] += f;
          forces[3 * b + i] -= f;
        }
      }
      for (let s = 0; s < m; s++) {
        const { value, slope, r } = kernel(nuclei, a, field, s);
        fieldPotential[s] += q[a] * value;
        for (let i = 0; i < 3; i++) {
          const f = (-q[a] * field.charges[s] * slope * (nuclei[3 * a + i] - field.sites[3 * s + i])) / r;
          forces[3 * a + i] += f;
          fieldForces[3 * s + i] -= f;
        }
      }
    }
    return {
      energy: bonding + own + embedding,
      terms: { bonding, charges: own, field: embedding },
      ...(want.forces === true ? { forces } : {}),
      ...(want.fieldForces === true ? { fieldForces } : {}),
      ...(want.fieldForces === true && this.supports.has("fieldPotential") ? { fieldPotential } : {}),
      observed: { scfIterations: 1 },
    };
  }

  snapshot() {
    return null;
  }

  restore(): void {}

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** The stand-in as a method; `supports` may be narrowed, `opened` and `solved` tell what was asked. */
export class EquilibratedChargesMethod implements QmMethod {
  readonly opened: Molecule[] = [];
  readonly solved: ExternalField[] = [];

  constructor(private readonly supports: readonly QmQuantity[] = ALL) {}

  async open(molecule: Molecule): Promise<QmEngine> {
    this.opened.push(molecule);
    return new EquilibratedCharges(molecule, new Set(this.supports), this.solved);
  }
}

function separation(x: Float64Array, a: number, b: number): number {
  return Math.hypot(x[3 * a] - x[3 * b], x[3 * a + 1] - x[3 * b + 1], x[3 * a + 2] - x[3 * b + 2]);
}

/** 1/√(r² + δ²): the charges of bonded atoms are not points. */
function soft(r: number): { readonly value: number; readonly slope: number } {
  const value = 1 / Math.sqrt(r * r + 2);
  return { value, slope: -r * value ** 3 };
}

/** erf(r/w)/r between a nucleus and a site. */
function kernel(nuclei: Float64Array, a: number, { sites, widths }: ExternalField, s: number) {
  const dx = nuclei[3 * a] - sites[3 * s];
  const dy = nuclei[3 * a + 1] - sites[3 * s + 1];
  const dz = nuclei[3 * a + 2] - sites[3 * s + 2];
  const r = Math.hypot(dx, dy, dz);
  const w = widths?.[s] ?? 0;
  if (w === 0) return { r, value: 1 / r, slope: -1 / (r * r) };
  const value = erf(r / w) / r;
  return { r, value, slope: ((2 / Math.sqrt(Math.PI) / w) * Math.exp(-((r / w) ** 2)) - value) / r };
}

/** Gaussian elimination with pivoting on an augmented matrix. */
function solveLinear(rows: Float64Array[]): Float64Array {
  const n = rows.length;
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c; r < n; r++) if (Math.abs(rows[r][c]) > Math.abs(rows[pivot][c])) pivot = r;
    [rows[c], rows[pivot]] = [rows[pivot], rows[c]];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = rows[r][c] / rows[c][c];
      for (let k = c; k <= n; k++) rows[r][k] -= factor * rows[c][k];
    }
  }
  return Float64Array.from(rows, (row, c) => row[n] / row[c]);
}
