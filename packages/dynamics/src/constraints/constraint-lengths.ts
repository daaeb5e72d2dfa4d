import type { Mechanics, Topology } from "@qmmm/core";
import { bondedNeighbours, ELEMENT_SYMBOLS, InputError } from "@qmmm/core";
import type { AtomLabel } from "../driver/guards.js";
import type { ConstrainedPair } from "./constrained-pairs.js";
import type { DistanceConstraints } from "./distance-constraints.js";
import type { ConstraintLengths } from "./options.js";

/** Length at the minimum of the force field: of the bond, else of the third side of a triangle of two bonds and an angle. */
function equilibriumLength(
  i: number,
  j: number,
  mechanics: Partial<Mechanics>,
  neighbours: readonly (readonly number[])[],
): number | undefined {
  const bond = mechanics.equilibriumBond?.(i, j);
  if (bond !== undefined) return bond;
  for (const apex of neighbours[i]) {
    if (!neighbours[apex].includes(j)) continue;
    const [a, b] = [mechanics.equilibriumBond?.(apex, i), mechanics.equilibriumBond?.(apex, j)];
    const angle = mechanics.equilibriumAngle?.(i, apex, j);
    if (a === undefined || b === undefined || angle === undefined) continue;
    return Math.sqrt(a * a + b * b - 2 * a * b * Math.cos(angle));
  }
  return undefined;
}

/** Lengths by pairs of elements. */
function lengthsByElements(given: Readonly<Record<string, number>>): (a: number, b: number) => number | undefined {
  const lengths = new Map(
    Object.entries(given).flatMap(([pair, length]) => {
      const [a, b] = pair.split("-");
      return [
        [`${a}-${b}`, length],
        [`${b}-${a}`, length],
      ] as const;
    }),
  );
  return (a, b) => lengths.get(`${ELEMENT_SYMBOLS[a]}-${ELEMENT_SYMBOLS[b]}`);
}

/**
 * Constraints with the lengths that the force field states for them, the others with those that options ask for.
 *
 * @param list - the pairs in order, with the distances of the geometry
 * @throws QmmmError `QMMM_DYNAMICS_CONSTRAINTS` for a pair whose length the force field is asked for but does not have
 */
export function withLengths(
  list: DistanceConstraints,
  pairs: readonly ConstrainedPair[],
  asked: ConstraintLengths,
  topology: Topology,
  mechanics: Partial<Mechanics>,
  label: AtomLabel,
): DistanceConstraints {
  const { elements } = topology;
  const neighbours = asked === "force-field" ? bondedNeighbours(topology) : [];
  const byElements = typeof asked === "object" ? lengthsByElements(asked) : () => undefined;
  const lengths = pairs.map(({ i, j, length }, k) => {
    if (length !== undefined) return length;
    if (asked !== "force-field") return byElements(elements[i], elements[j]) ?? list.lengths[k];
    const found = equilibriumLength(i, j, mechanics, neighbours);
    if (found !== undefined) return found;
    throw new InputError(
      "QMMM_DYNAMICS_CONSTRAINTS",
      `The force field has no equilibrium distance of ${label(i)} and ${label(j)}`,
      {
        value: [i, j],
        action: "Use constraintLengths: geometry, or state lengths by pairs of elements",
        place: { path: "constraintLengths" },
      },
    );
  });
  return { ...list, lengths: Float64Array.from(lengths) };
}
