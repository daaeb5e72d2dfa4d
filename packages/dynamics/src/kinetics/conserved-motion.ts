import type { Geometry } from "@qmmm/core";
import type { RigidMotions } from "./rigid-motion.js";

/**
 * Motions of the whole system whose momentum dynamics at constant energy conserves: none with frozen atoms or with
 * restraints that tie to points in space; no rotation in a periodic cell.
 */
export function conservedMotions(
  geometry: Geometry,
  frozenAtoms: number,
  restraints: readonly { readonly invariant: RigidMotions }[],
): RigidMotions {
  const free = frozenAtoms === 0;
  return {
    translation: free && restraints.every(({ invariant }) => invariant.translation),
    rotation: free && geometry.cell === undefined && restraints.every(({ invariant }) => invariant.rotation),
  };
}

/** Motions in both of two sets. */
export function commonMotions(a: RigidMotions, b: RigidMotions): RigidMotions {
  return { translation: a.translation && b.translation, rotation: a.rotation && b.rotation };
}
