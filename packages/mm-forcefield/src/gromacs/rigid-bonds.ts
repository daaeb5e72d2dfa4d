import type { GromacsMolecule } from "@qmmm/io";
import { invalid, unsupported } from "./errors.js";
import { type Resolvers, typesAlong } from "./molecule-terms.js";
import { NM } from "./units.js";

/** A distance that stays, a0; atoms from 0. */
export interface RigidBond {
  readonly atoms: readonly [number, number];
  readonly length: number;
}

/**
 * The distances of `[ settles ]` and `[ constraints ]`.
 *
 * @throws QmmmError `QMMM_MM_TERM_UNSUPPORTED`, `QMMM_MM_PARAMETERS_INVALID`
 */
export function rigidBonds({ interactions, atoms }: GromacsMolecule, resolvers: Resolvers): RigidBond[] {
  const settled = interactions.settles.flatMap((line): RigidBond[] => {
    const [oxygen] = line.atoms as [number];
    const [arm, base] = positive(line.parameters, 2, line.place);
    return [
      { atoms: [oxygen, oxygen + 1], length: arm! },
      { atoms: [oxygen, oxygen + 2], length: arm! },
      { atoms: [oxygen + 1, oxygen + 2], length: base! },
    ];
  });
  const constrained = interactions.constraints.map((line): RigidBond => {
    if (line.function !== 1 && line.function !== 2) {
      throw unsupported(line.place, `function ${line.function} of [ constraints ]`, {
        value: line.function,
        allowed: ["1", "2"],
      });
    }
    const [i, j] = line.atoms as [number, number];
    const stated =
      line.parameters.length > 0
        ? line.parameters
        : resolvers.types.find("constrainttypes", line.function, typesAlong(line, atoms, resolvers))[0]?.parameters;
    const [length] = positive(stated ?? [], 1, line.place);
    return { atoms: [i, j], length: length! };
  });
  return [...settled, ...constrained];
}

/** Lengths in a0; a second state (perturbed) is left out. */
function positive(parameters: readonly number[], count: number, place: { readonly file?: string }): number[] {
  const lengths = parameters.slice(0, count);
  if (lengths.length === count && lengths.every((length) => length > 0)) return lengths.map((length) => length * NM);
  throw invalid(place, "a rigid distance is missing or not positive", {
    value: parameters,
    allowed: `${count} lengths in nm, above 0`,
  });
}
