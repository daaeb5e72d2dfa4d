import {
  type Evaluation,
  type ForceField,
  type Geometry,
  type MmModel,
  type Potential,
  type Quantity,
  type Snapshot,
  type System,
  type TermMask,
  UnsupportedError,
  type Want,
} from "@qmmm/core";

/** Ways in which the force field below can be wrong. */
export type Flaw =
  | "acrossTwice"
  | "insideLeaks"
  | "wrongVirial"
  | "wrongForce"
  | "bondsIgnoreMask"
  | "wrongCharges"
  | "oneWayBonds"
  | "wrongTerms"
  | "remembers";

const BOND = 0.4;
const CHARGE: Readonly<Record<number, number>> = { 1: 0.4, 6: 0.1, 8: -0.8 };
const SIGMA = 5.5;
const EPSILON = 2e-4;

type Term = "bond" | "lennardJones" | "coulomb";

/** A pair with its energy and its derivative by the distance. */
interface PairTerm {
  readonly term: Term;
  readonly i: number;
  readonly j: number;
  /** Energy and dE/dr at a distance. */
  value(r: number): readonly [number, number];
}

/** Springs along the bonds, Lennard-Jones and Coulomb between all other pairs, in open space. */
export class SpringForceField implements ForceField {
  constructor(private readonly flaw?: Flaw) {}

  async assign({ topology }: System): Promise<MmModel> {
    const { flaw } = this;
    const n = topology.atomCount;
    const charges = Float64Array.from(topology.elements, (z) => CHARGE[z] ?? 0);
    const bonds = new Map<string, number>();
    for (let k = 0; k < topology.bonds.length; k += 2) {
      const [i, j] = [topology.bonds[k]!, topology.bonds[k + 1]!].sort((a, b) => a - b) as [number, number];
      bonds.set(`${i}-${j}`, topology.elements[i] === 1 || topology.elements[j] === 1 ? 1.9 : 2.8);
    }
    const terms: PairTerm[] = [];
    for (let j = 0; j < n; j++) {
      for (let i = 0; i < j; i++) {
        const length = bonds.get(`${i}-${j}`);
        if (length !== undefined) {
          terms.push({ term: "bond", i, j, value: (r) => [0.5 * BOND * (r - length) ** 2, BOND * (r - length)] });
          continue;
        }
        const qq = charges[i]! * charges[j]!;
        terms.push({ term: "coulomb", i, j, value: (r) => [qq / r, -qq / r ** 2] });
        const lj = (r: number): readonly [number, number] => {
          const s6 = (SIGMA / r) ** 6;
          return [4 * EPSILON * (s6 * s6 - s6), (4 * EPSILON * (6 * s6 - 12 * s6 * s6)) / r];
        };
        terms.push({ term: "lennardJones", i, j, value: lj });
      }
    }
    return {
      charges: flaw === "wrongCharges" ? charges.map((q) => 1.01 * q) : charges,
      lennardJones: { sigma: new Float64Array(n).fill(SIGMA), epsilon: new Float64Array(n).fill(EPSILON) },
      coulombScale: 1,
      equilibriumBond: (i, j) => bonds.get(i < j || flaw === "oneWayBonds" ? `${i}-${j}` : `${j}-${i}`),
      conventions: { name: "springs" },
      potential: async (mask) =>
        new PairPotential(
          terms.filter((pair) => owned(pair, mask, flaw)),
          flaw,
        ),
    };
  }
}

function owned({ term, i, j }: PairTerm, mask: TermMask, flaw: Flaw | undefined): boolean {
  const inside = mask.region[i]! + mask.region[j]!;
  if (term === "bond") {
    if (flaw === "bondsIgnoreMask") return true;
    return inside === 2 ? mask.bonded.inside : mask.bonded.outside;
  }
  const pairs = mask[term];
  if (flaw === "acrossTwice" && inside === 1 && pairs.outside) return true;
  if (flaw === "insideLeaks" && term === "coulomb") return inside >= 1 ? pairs.inside : pairs.outside;
  return inside === 2 ? pairs.inside : inside === 1 ? pairs.across : pairs.outside;
}

class PairPotential implements Potential {
  readonly supports: ReadonlySet<Quantity> = new Set<Quantity>(["forces", "virial"]);
  private calls = 0;

  constructor(
    private readonly terms: readonly PairTerm[],
    private readonly flaw: Flaw | undefined,
  ) {}

  async evaluate({ positions }: Geometry, want: Want, signal?: AbortSignal): Promise<Evaluation> {
    signal?.throwIfAborted();
    if (want.parameterDerivatives !== undefined) {
      throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", "Springs have no parameters", { value: "lambda" });
    }
    const sums = { bond: 0, lennardJones: 0, coulomb: 0 };
    const forces = new Float64Array(positions.length);
    const virial = new Float64Array(9);
    for (const { term, i, j, value } of this.terms) {
      const d = [0, 1, 2].map((k) => positions[3 * j + k]! - positions[3 * i + k]!);
      const r = Math.hypot(...d);
      const [energy, slope] = value(r);
      sums[term] += energy;
      for (let k = 0; k < 3; k++) {
        const force = (slope * d[k]!) / r;
        forces[3 * i + k]! += force;
        forces[3 * j + k]! -= force;
        for (let l = 0; l < 3; l++) virial[3 * k + l]! -= force * d[l]!;
      }
    }
    if (this.flaw === "remembers") sums.bond += 1e-13 * this.calls++;
    const energy = sums.bond + sums.lennardJones + sums.coulomb;
    if (this.flaw === "wrongForce") forces[0]! += 1e-4;
    if (this.flaw === "wrongTerms") sums.bond += 1e-6;
    return {
      energy,
      terms: sums,
      ...(want.forces ? { forces } : {}),
      ...(want.virial ? { virial: this.flaw === "wrongVirial" ? virial.map((value) => -value) : virial } : {}),
    };
  }

  snapshot(): Snapshot {
    return null;
  }

  restore(): void {}

  async [Symbol.asyncDispose](): Promise<void> {}
}
