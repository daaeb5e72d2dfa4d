import type { CoulombExchange, SpinDensities } from "./contracts.js";
import type { ShellPairs } from "./shell-pairs.js";

/**
 * Adds blocks of unique repulsion integrals to J and K.
 *
 * Every block (ab|cd) with pair ab ≥ pair cd stands for up to eight equal ones. It is weighted by how many it stands for
 * and added to one triangle-independent place of each matrix; the final symmetrisation spreads it (Almlöf, Fægri &
 * Korsell, J. Comput. Chem. 3, 385 (1982), doi:10.1002/jcc.540030314).
 */
export class FockDigestion {
  private readonly n: number;
  private readonly total: Float64Array;
  private readonly coulomb: Float64Array | null;
  private readonly spins: { density: Float64Array; exchange: Float64Array }[];
  // Sub-blocks of one spin density and exchange matrix, contiguous for the inner loops.
  private readonly dac: Float64Array;
  private readonly dad: Float64Array;
  private readonly dbc: Float64Array;
  private readonly dbd: Float64Array;
  private readonly kac: Float64Array;
  private readonly kad: Float64Array;
  private readonly kbc: Float64Array;
  private readonly kbd: Float64Array;
  private readonly dcd: Float64Array;
  private readonly jcd: Float64Array;
  /** Largest |P| (both spins) over the functions of two groups, at `a·groups + b`; times the factor it has in J or K. */
  readonly coulombBound: Float64Array;
  readonly exchangeBound: Float64Array;

  constructor(
    private readonly pairs: ShellPairs,
    functionCount: number,
    densities: SpinDensities,
    wanted: CoulombExchange,
  ) {
    this.n = functionCount;
    const n2 = functionCount * functionCount;
    const { alpha, beta } = densities;
    this.total = new Float64Array(n2);
    for (let i = 0; i < n2; i++) this.total[i] = alpha[i] + beta[i];
    this.coulomb = wanted.coulomb === null ? null : new Float64Array(n2);
    const exchanging = wanted.exchangeAlpha === null ? [] : alpha === beta ? [alpha] : [alpha, beta];
    this.spins = exchanging.map((density) => ({ density, exchange: new Float64Array(n2) }));
    const largest = pairs.groups.reduce((max, group) => Math.max(max, group.functions.length), 0) ** 2;
    const block = () => new Float64Array(largest);
    this.dac = block();
    this.dad = block();
    this.dbc = block();
    this.dbd = block();
    this.kac = block();
    this.kad = block();
    this.kbc = block();
    this.kbd = block();
    this.dcd = block();
    this.jcd = block();
    const groups = pairs.groups.length;
    this.coulombBound = new Float64Array(groups * groups);
    this.exchangeBound = new Float64Array(groups * groups);
    for (let a = 0; a < groups; a++) {
      for (let b = 0; b < groups; b++) {
        let j = 0;
        let k = 0;
        for (const fa of pairs.groups[a].functions) {
          for (const fb of pairs.groups[b].functions) {
            if (this.coulomb !== null) j = Math.max(j, Math.abs(this.total[fa * functionCount + fb]));
            for (const { density } of this.spins) k = Math.max(k, Math.abs(density[fa * functionCount + fb]));
          }
        }
        this.coulombBound[a * groups + b] = j;
        this.exchangeBound[a * groups + b] = k;
      }
    }
  }

  /** Largest density element that a block of pairs i and j meets, in J (fourfold at most) or K. */
  densityBound(i: number, j: number): number {
    const { groupA, groupB } = this.pairs;
    const groups = this.pairs.groups.length;
    const a = groupA[i] * groups;
    const b = groupB[i] * groups;
    const c = groupA[j];
    const d = groupB[j];
    const { coulombBound, exchangeBound } = this;
    return Math.max(
      coulombBound[a + groupB[i]],
      coulombBound[c * groups + d],
      exchangeBound[a + c],
      exchangeBound[a + d],
      exchangeBound[b + c],
      exchangeBound[b + d],
    );
  }

  /** Adds the integrals of pairs i ≥ j, found in `block` from `offset` on. */
  add(i: number, j: number, block: Float64Array, offset: number): void {
    const { groups, groupA, groupB } = this.pairs;
    const ga = groupA[i];
    const gb = groupB[i];
    const gc = groupA[j];
    const gd = groupB[j];
    const weight = (ga === gb ? 0.5 : 1) * (gc === gd ? 0.5 : 1) * (i === j ? 0.5 : 1);
    const a = groups[ga].functions;
    const b = groups[gb].functions;
    const c = groups[gc].functions;
    const d = groups[gd].functions;
    if (this.coulomb !== null) this.addCoulomb(this.coulomb, a, b, c, d, block, offset, 2 * weight);
    for (const spin of this.spins) this.addExchange(spin.density, spin.exchange, a, b, c, d, block, offset, weight);
  }

  private addCoulomb(
    coulomb: Float64Array,
    a: Int32Array,
    b: Int32Array,
    c: Int32Array,
    d: Int32Array,
    block: Float64Array,
    offset: number,
    weight: number,
  ): void {
    const { n, total, dcd, jcd } = this;
    const nc = c.length;
    const nd = d.length;
    const ncd = nc * nd;
    for (let i = 0, s = 0; i < nc; i++) {
      for (let k = 0; k < nd; k++, s++) dcd[s] = total[c[i] * n + d[k]];
    }
    jcd.fill(0, 0, ncd);
    for (let i = 0, o = offset; i < a.length; i++) {
      for (let k = 0; k < b.length; k++, o += ncd) {
        const place = a[i] * n + b[k];
        const dab = total[place];
        let sum = 0;
        for (let s = 0; s < ncd; s++) {
          const value = block[o + s];
          sum += value * dcd[s];
          jcd[s] += value * dab;
        }
        coulomb[place] += weight * sum;
      }
    }
    for (let i = 0, s = 0; i < nc; i++) {
      for (let k = 0; k < nd; k++, s++) coulomb[c[i] * n + d[k]] += weight * jcd[s];
    }
  }

  private addExchange(
    density: Float64Array,
    exchange: Float64Array,
    a: Int32Array,
    b: Int32Array,
    c: Int32Array,
    d: Int32Array,
    block: Float64Array,
    offset: number,
    weight: number,
  ): void {
    const { n, dac, dad, dbc, dbd, kac, kad, kbc, kbd } = this;
    const na = a.length;
    const nb = b.length;
    const nc = c.length;
    const nd = d.length;
    gather(dac, density, n, a, c);
    gather(dad, density, n, a, d);
    gather(dbc, density, n, b, c);
    gather(dbd, density, n, b, d);
    kac.fill(0, 0, na * nc);
    kad.fill(0, 0, na * nd);
    kbc.fill(0, 0, nb * nc);
    kbd.fill(0, 0, nb * nd);
    let o = offset;
    for (let i = 0; i < na; i++) {
      const iad = i * nd;
      for (let j = 0; j < nb; j++) {
        const jbd = j * nd;
        for (let k = 0; k < nc; k++) {
          const dacValue = dac[i * nc + k];
          const dbcValue = dbc[j * nc + k];
          let toAc = 0;
          let toBc = 0;
          for (let l = 0; l < nd; l++) {
            const value = block[o++];
            toAc += value * dbd[jbd + l];
            toBc += value * dad[iad + l];
            kad[iad + l] += value * dbcValue;
            kbd[jbd + l] += value * dacValue;
          }
          kac[i * nc + k] += toAc;
          kbc[j * nc + k] += toBc;
        }
      }
    }
    scatter(exchange, kac, n, a, c, weight);
    scatter(exchange, kad, n, a, d, weight);
    scatter(exchange, kbc, n, b, c, weight);
    scatter(exchange, kbd, n, b, d, weight);
  }

  /** Symmetrises the sums and writes them out. */
  finish(out: CoulombExchange): void {
    const { coulomb, exchangeAlpha, exchangeBeta } = out;
    if (coulomb !== null && this.coulomb !== null) symmetrise(coulomb, this.coulomb, this.n);
    if (exchangeAlpha === null || exchangeBeta === null) return;
    symmetrise(exchangeAlpha, this.spins[0].exchange, this.n);
    if (this.spins.length > 1) symmetrise(exchangeBeta, this.spins[1].exchange, this.n);
    else if (exchangeBeta !== exchangeAlpha) exchangeBeta.set(exchangeAlpha);
  }
}

function gather(out: Float64Array, matrix: Float64Array, n: number, rows: Int32Array, columns: Int32Array): void {
  const width = columns.length;
  for (let i = 0, s = 0; i < rows.length; i++) {
    const row = rows[i] * n;
    for (let j = 0; j < width; j++) out[s++] = matrix[row + columns[j]];
  }
}

function scatter(
  matrix: Float64Array,
  block: Float64Array,
  n: number,
  rows: Int32Array,
  columns: Int32Array,
  weight: number,
): void {
  const width = columns.length;
  for (let i = 0, s = 0; i < rows.length; i++) {
    const row = rows[i] * n;
    for (let j = 0; j < width; j++) matrix[row + columns[j]] += weight * block[s++];
  }
}

function symmetrise(out: Float64Array, sums: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = sums[i * n + j] + sums[j * n + i];
      out[i * n + j] = value;
      out[j * n + i] = value;
    }
  }
}
