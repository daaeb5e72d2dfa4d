import type { Evaluation, Geometry, MmModel, Potential, System, TermMask, Want } from "@qmmm/core";
import { bondedNeighbours, createMinimumImage } from "@qmmm/core";

const RADIUS: Readonly<Record<number, number>> = { 1: 1.2, 6: 3.2, 7: 3.0, 8: 2.9 };
const DEPTH: Readonly<Record<number, number>> = { 1: 2e-5, 6: 1.5e-4, 7: 2e-4, 8: 2.4e-4 };

/** What a `springForceField` may be told beside the system. */
export interface SpringOptions {
  /** e; length N. */
  readonly charges: ArrayLike<number>;
  readonly coulombScale?: number;
  /** a0; needed in a cell. */
  readonly cutoff?: number;
  /** Equilibrium bond lengths are known (default) or not. */
  readonly knowsBonds?: boolean;
}

/**
 * A small force field: harmonic bonds and 1–3 springs, a cosine of the 1–4 torsions' 1–4 distance, Lennard-Jones and Coulomb
 * pairs with 1–2 and 1–3 excluded and 1–4 halved, shifted to zero energy and force at a cutoff.
 */
export function springForceField(system: System, options: SpringOptions): MmModel {
  const { topology } = system;
  const n = topology.atomCount;
  const charges = Float64Array.from(options.charges);
  const coulombScale = options.coulombScale ?? 1;
  const neighbours = bondedNeighbours(topology);
  const sigma = Float64Array.from(topology.elements, (z) => RADIUS[z] ?? 3);
  const epsilon = Float64Array.from(topology.elements, (z) => DEPTH[z] ?? 1e-4);
  const equilibrium = (i: number, j: number) =>
    topology.elements[i] === 1 || topology.elements[j] === 1 ? 2.05 : 2.88;

  const bonds: number[][] = [];
  const angles: number[][] = [];
  const torsions: number[][] = [];
  const factor = new Map<number, number>();
  for (let j = 0; j < n; j++) {
    for (const k of neighbours[j]) {
      if (j < k) bonds.push([j, k]);
      for (const i of neighbours[j]) if (i < k) angles.push([i, j, k]);
      if (j > k) continue;
      for (const i of neighbours[j])
        for (const l of neighbours[k]) if (i !== k && l !== j && i !== l) torsions.push([i, j, k, l]);
    }
  }
  const pair = (i: number, j: number) => Math.min(i, j) * n + Math.max(i, j);
  for (const [i, , , l] of torsions) factor.set(pair(i, l), 0.5);
  for (const [i, , k] of angles) factor.set(pair(i, k), 0);
  for (const [i, j] of bonds) factor.set(pair(i, j), 0);

  const evaluate = (mask: TermMask, geometry: Geometry, want: Want): Evaluation => {
    const nearest = createMinimumImage(geometry.cell);
    const forces = new Float64Array(3 * n);
    const virial = new Float64Array(9);
    const terms = { bonds: 0, angles: 0, torsions: 0, lennardJones: 0, coulomb: 0 };
    const d = new Float64Array(3);
    const spring = (i: number, j: number, law: (r: number) => readonly [number, number]): number => {
      for (let x = 0; x < 3; x++) d[x] = geometry.positions[3 * i + x] - geometry.positions[3 * j + x];
      const r = Math.sqrt(nearest.apply(d));
      const [value, slope] = law(r);
      for (let x = 0; x < 3; x++) {
        const f = (-slope * d[x]) / r;
        forces[3 * i + x] += f;
        forces[3 * j + x] -= f;
        for (let y = 0; y < 3; y++) virial[3 * x + y] += f * d[y];
      }
      return value;
    };
    const keeps = (atoms: readonly number[]): boolean => {
      const inside = atoms.reduce((sum, atom) => sum + mask.region[atom], 0);
      const needed = mask.bonded.rule === "all" ? atoms.length : Math.min(atoms.length, atoms.length === 4 ? 3 : 2);
      return inside >= needed ? mask.bonded.inside : mask.bonded.outside;
    };
    const harmonic = (k: number, r0: number) => (r: number) => [0.5 * k * (r - r0) ** 2, k * (r - r0)] as const;
    for (const [i, j] of bonds) if (keeps([i, j])) terms.bonds += spring(i, j, harmonic(0.6, equilibrium(i, j)));
    for (const [i, j, k] of angles) if (keeps([i, j, k])) terms.angles += spring(i, k, harmonic(0.12, 4.2));
    for (const [i, j, k, l] of torsions) {
      if (keeps([i, j, k, l]))
        terms.torsions += spring(i, l, (r) => [2e-3 * Math.cos(0.8 * r), -1.6e-3 * Math.sin(0.8 * r)]);
    }
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const inside = mask.region[i] + mask.region[j];
        const where = inside === 2 ? "inside" : inside === 1 ? "across" : "outside";
        const scale = factor.get(pair(i, j)) ?? 1;
        const s = 0.5 * (sigma[i] + sigma[j]);
        const e = 4 * Math.sqrt(epsilon[i] * epsilon[j]) * scale;
        const lennardJones = (r: number) => {
          const six = (s / r) ** 6;
          return [e * (six * six - six), (e * (6 * six - 12 * six * six)) / r] as const;
        };
        const q = coulombScale * charges[i] * charges[j] * scale;
        if (scale === 0) continue;
        if (mask.lennardJones[where]) terms.lennardJones += spring(i, j, shifted(lennardJones, options.cutoff));
        if (mask.coulomb[where])
          terms.coulomb += spring(
            i,
            j,
            shifted((r) => [q / r, -q / (r * r)], options.cutoff),
          );
      }
    }
    const energy = Object.values(terms).reduce((sum, term) => sum + term, 0);
    return {
      energy,
      terms,
      ...(want.forces === true ? { forces } : {}),
      ...(want.virial === true ? { virial } : {}),
    };
  };
  return {
    charges,
    lennardJones: { sigma, epsilon },
    coulombScale,
    cutoff: options.cutoff,
    equilibriumBond: (i, j) =>
      options.knowsBonds !== false && neighbours[i].includes(j) ? equilibrium(i, j) : undefined,
    conventions: {},
    potential: async (mask): Promise<Potential> => ({
      supports: new Set(["forces", "virial"] as const),
      evaluate: async (geometry, want) => evaluate(mask, geometry, want),
      snapshot: () => null,
      restore() {},
      async [Symbol.asyncDispose]() {},
    }),
  };
}

/** The same law without energy and force at the cutoff and beyond. */
function shifted(law: (r: number) => readonly [number, number], cutoff: number | undefined) {
  if (cutoff === undefined) return law;
  const [value, slope] = law(cutoff);
  return (r: number): readonly [number, number] => {
    if (r >= cutoff) return [0, 0];
    const [v, s] = law(r);
    return [v - value - slope * (r - cutoff), s - slope];
  };
}
