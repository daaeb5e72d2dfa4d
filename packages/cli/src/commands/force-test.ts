import { bondedNeighbours, type Geometry, type Simulation } from "@qmmm/core";

/** Displacement of the central difference, a0. */
const STEP = 2e-3;
/** Largest difference that is not a mistake: error of the difference formula and noise of a converged SCF, Eh/a0. */
export const FORCE_TOLERANCE = 1e-5;

/** An atom and why it is tested. */
export interface TestAtom {
  readonly atom: number;
  readonly role: string;
}

/** How an atom's force compares. */
export interface ForceComparison extends TestAtom {
  /** Length of the analytic force, Eh/a0. */
  readonly size: number;
  /** Largest difference of a component, Eh/a0. */
  readonly error: number;
}

/**
 * The atoms at which mistakes show: hosts of cut bonds on both sides (Q1, M1), their neighbours (M2), an atom of each
 * region, and the atom farthest from it; then atoms spread evenly.
 */
export function atomsToTest({ system, partition }: Simulation, count: number): readonly TestAtom[] {
  const { atomCount } = system.topology;
  const neighbours = bondedNeighbours(system.topology);
  const { positions } = system.geometry;
  const found = new Map<number, string>();
  const add = (atom: number | undefined, role: string): void => {
    if (atom !== undefined && !found.has(atom)) found.set(atom, role);
  };
  for (const { name, atoms } of partition.regions) {
    const inside = new Set(atoms);
    const host = atoms.find((atom) => neighbours[atom]!.some((other) => !inside.has(other)));
    if (host !== undefined) {
      const m1 = neighbours[host]!.find((other) => !inside.has(other))!;
      add(host, `Q1 of ${name}`);
      add(m1, `M1 of ${name}`);
      add(
        neighbours[m1]!.find((other) => !inside.has(other)),
        `M2 of ${name}`,
      );
    }
    add(atoms[0], `in ${name}`);
    const [x, y, z] = [0, 1, 2].map((d) => positions[3 * atoms[0]! + d]!) as [number, number, number];
    let farthest = 0;
    let distance = -1;
    for (let atom = 0; atom < atomCount; atom++) {
      const r = Math.hypot(positions[3 * atom]! - x, positions[3 * atom + 1]! - y, positions[3 * atom + 2]! - z);
      if (r > distance && !inside.has(atom)) [farthest, distance] = [atom, r];
    }
    if (distance >= 0) add(farthest, `far from ${name}`);
  }
  for (let k = 0; found.size < Math.min(count, atomCount) && k < atomCount; k++) {
    add(Math.floor((k * atomCount) / count) % atomCount, "elsewhere");
    if (k >= count) add(k, "elsewhere");
  }
  return Array.from(found, ([atom, role]) => ({ atom, role })).slice(0, count);
}

/** Compares analytic forces (3N, Eh/a0) with central differences of the energy. */
export async function compareForces(
  { potential, system }: Simulation,
  atoms: readonly TestAtom[],
  forces: Float64Array,
): Promise<readonly ForceComparison[]> {
  const energyAt = async (index: number, shift: number): Promise<number> => {
    const positions = system.geometry.positions.slice();
    positions[index]! += shift;
    const geometry: Geometry = { ...system.geometry, positions };
    return (await potential.evaluate(geometry, {})).energy;
  };
  const rows: ForceComparison[] = [];
  for (const { atom, role } of atoms) {
    let error = 0;
    for (let index = 3 * atom; index < 3 * atom + 3; index++) {
      const numerical = ((await energyAt(index, -STEP)) - (await energyAt(index, STEP))) / (2 * STEP);
      error = Math.max(error, Math.abs(numerical - forces[index]!));
    }
    rows.push({ atom, role, error, size: Math.hypot(...forces.subarray(3 * atom, 3 * atom + 3)) });
  }
  return rows;
}
