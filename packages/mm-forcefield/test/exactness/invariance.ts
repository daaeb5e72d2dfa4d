import { restartsExactly, SAME } from "./measures.js";
import { reorderedSystem, shuffledOrder } from "./reordered.js";
import type { WholePotential } from "./whole-potentials.js";

export const ORDER = "order of atoms";
/** What an energy must not depend on. */
export const CHANGES: readonly string[] = [ORDER, ...Object.keys(SAME)];

/** Atoms above which motion is followed for few steps only. */
const LARGE = 1000;

export interface Invariance {
  /** Relative change of the energy by each of `CHANGES`; undefined where it does not apply. */
  readonly changes: Readonly<Record<string, number | undefined>>;
  /** True when motion that restarts ends in the same bits. */
  readonly restarts: boolean;
}

/** How much a change may make, relative to the energy. A mesh stays where it is when atoms move: the energy changes by its error. */
export function allowed({ onMesh }: WholePotential, change: string): number {
  return onMesh && change === "translation" ? 1e-4 : 1e-10;
}

/** Opens a potential anew for every description of its system. */
export async function invariance({ system, open }: WholePotential): Promise<Invariance> {
  const energyOf = async (described: typeof system, place?: Int32Array): Promise<number> => {
    await using potential = await open(described, place);
    return (await potential.evaluate(described.geometry, {})).energy;
  };
  const energy = await energyOf(system);
  const off = (other: number): number => Math.abs(other / energy - 1);
  const changes: Record<string, number | undefined> = {};
  const place = shuffledOrder(system.topology.atomCount);
  changes[ORDER] = off(await energyOf(reorderedSystem(system, place), place));
  for (const [change, apply] of Object.entries(SAME)) {
    const geometry = apply(system.geometry);
    if (geometry !== undefined) changes[change] = off(await energyOf({ ...system, geometry }));
  }
  const steps = system.topology.atomCount > LARGE ? 4 : 15;
  return { changes, restarts: await restartsExactly(() => open(system), system.geometry, steps) };
}
