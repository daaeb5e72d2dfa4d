import type { Evaluation, Geometry, Potential, Topology, Want } from "@qmmm/core";
import { ConvergenceError, isQmmmError, UnsupportedError } from "@qmmm/core";

/** Names an atom for people. */
export type AtomLabel = (atom: number) => string;

/** Names atoms by their index only. */
export const indexLabel: AtomLabel = (atom) => `atom ${atom} (counting from 0)`;

/** Names atoms by index, name and residue. */
export function topologyLabel(topology: Topology): AtomLabel {
  return (atom) => {
    const residue = topology.residues[topology.residueOf[atom]!];
    const place =
      residue === undefined ? "" : ` of ${residue.name} ${residue.id}${residue.chain && ` ${residue.chain}`}`;
    return `atom ${atom} (counting from 0; ${topology.names[atom]}${place})`;
  };
}

const ADVICE =
  "Look at the structure there for atoms that are too close, optimise it first, and use a shorter time step or a smaller step limit";

function unstable(
  step: number,
  what: string,
  details: Readonly<Record<string, unknown>>,
  cause?: unknown,
): ConvergenceError {
  const action = ADVICE;
  const options = cause === undefined ? {} : { cause };
  return new ConvergenceError(
    "QMMM_DYNAMICS_UNSTABLE",
    `At step ${step} ${what}`,
    { ...details, step, action },
    options,
  );
}

/** Index of the first atom with an entry that is not finite; −1 when there is none. */
function firstNotFinite(vectors: Float64Array): number {
  for (let k = 0; k < vectors.length; k++) if (!Number.isFinite(vectors[k]!)) return Math.floor(k / 3);
  return -1;
}

/**
 * Refuses energies and forces that are not finite.
 *
 * @throws QmmmError `QMMM_DYNAMICS_UNSTABLE` naming step and atom
 */
export function requireFinite(evaluation: Evaluation, step: number, label: AtomLabel): void {
  const atom = evaluation.forces === undefined ? -1 : firstNotFinite(evaluation.forces);
  if (atom >= 0) {
    const value = Array.from(evaluation.forces!.subarray(3 * atom, 3 * atom + 3));
    throw unstable(step, `the force on ${label(atom)} is not finite`, { value, atom });
  }
  if (evaluation.virial !== undefined && firstNotFinite(evaluation.virial) >= 0) {
    throw unstable(step, "the virial is not finite", { value: Array.from(evaluation.virial) });
  }
  if (!Number.isFinite(evaluation.energy)) {
    const term = Object.entries(evaluation.terms).find(([, value]) => !Number.isFinite(value))?.[0];
    const which = term === undefined ? "the energy" : `the energy term ${term}`;
    throw unstable(step, `${which} is not finite`, { value: evaluation.energy, term });
  }
}

/**
 * Energy and forces that are finite.
 *
 * @throws QmmmError `QMMM_DYNAMICS_UNSTABLE` naming step and, where known, atom; whatever else the potential throws
 */
export async function evaluateFinite(
  potential: Potential,
  geometry: Geometry,
  step: number,
  label: AtomLabel,
  signal: AbortSignal | undefined,
  want: Want = { forces: true },
): Promise<Evaluation> {
  try {
    const evaluation = await potential.evaluate(geometry, want, signal);
    requireFinite(evaluation, step, label);
    return evaluation;
  } catch (error) {
    if (!isQmmmError(error, "QMMM_ENERGY_NOT_FINITE")) throw error;
    throw unstable(step, "the energy is not finite", error.details, error);
  }
}

/**
 * Refuses a step in which an atom moves absurdly far, before energy is spent on it.
 *
 * @param limit - longest displacement of an atom, a0
 * @throws QmmmError `QMMM_DYNAMICS_UNSTABLE` naming step and atom
 */
export function requireSmallStep(
  from: Float64Array,
  to: Float64Array,
  limit: number,
  step: number,
  label: AtomLabel,
): void {
  let longest = 0;
  let atom = -1;
  for (let k = 0; k < to.length; k += 3) {
    const squared = (to[k]! - from[k]!) ** 2 + (to[k + 1]! - from[k + 1]!) ** 2 + (to[k + 2]! - from[k + 2]!) ** 2;
    if (squared <= longest) continue;
    longest = squared;
    atom = k / 3;
    if (Number.isNaN(squared)) break;
  }
  if (longest <= limit * limit) return;
  const length = Math.sqrt(longest);
  const what = Number.isFinite(length)
    ? `would move by ${length.toPrecision(3)} a0`
    : "has a velocity that is not finite";
  throw unstable(step, `${label(atom)} ${what} in one step`, { value: length, atom, allowed: `up to ${limit} a0` });
}

/**
 * @param place - path of the option that asks for it
 * @throws QmmmError `QMMM_QUANTITY_UNSUPPORTED` when the potential has no virial
 */
export function requireVirial(potential: Potential, what: string, action: string, place: string): void {
  if (potential.supports.has("virial")) return;
  throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", `${what} needs the virial, which this potential can't give`, {
    value: "virial",
    allowed: [...potential.supports],
    action,
    place: { path: place },
  });
}

/** @throws QmmmError `QMMM_QUANTITY_UNSUPPORTED` when the potential has no forces */
export function requireForces(potential: Potential, task: string): void {
  if (potential.supports.has("forces")) return;
  throw new UnsupportedError(
    "QMMM_QUANTITY_UNSUPPORTED",
    `The task "${task}" needs forces, which this potential can't give`,
    {
      value: "forces",
      allowed: [...potential.supports],
      action: "Use a level of theory with analytic forces",
    },
  );
}
