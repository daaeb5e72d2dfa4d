/**
 * How a virtual site follows its parents. With d_k the nearest image of parent k as seen from the first, k = 1, 2, …, the
 * site lies at the first parent plus f(d₁, d₂, …). Arrays of weights have one entry per parent after the first.
 */
export type SiteRule =
  /** f = Σ w_k·d_k: averages, centres of mass; the first parent's weight is 1 − Σ w_k. */
  | { readonly kind: "linear"; readonly weights: readonly number[] }
  /** f = Σ w_k·d_k + distance·û along u = Σ v_k·d_k, v = direction. */
  | {
      readonly kind: "along";
      readonly weights?: readonly number[] | undefined;
      readonly direction: readonly number[];
      /** a0 */
      readonly distance: number;
    }
  /** Two parents beside the first: at `distance` (a0) from it, at `angle` (rad) to d₁, in the plane and on the side of d₂. */
  | { readonly kind: "angle"; readonly distance: number; readonly angle: number }
  /** Two parents beside the first: f = a·d₁ + b·d₂ + c·(d₁ × d₂); c in 1/a0. */
  | { readonly kind: "out-of-plane"; readonly a: number; readonly b: number; readonly c: number }
  /** Three parents beside the first: at `distance` (a0) along (a·d₂ − d₁) × (b·d₃ − d₁). */
  | { readonly kind: "normal"; readonly a: number; readonly b: number; readonly distance: number }
  /**
   * At `position` (a0) in the frame with its origin at Σ o_k·d_k, its x axis along X = Σ x_k·d_k, z along X × Y with
   * Y = Σ y_k·d_k, and y = z × x.
   */
  | {
      readonly kind: "local";
      readonly origin: readonly number[];
      readonly x: readonly number[];
      readonly y: readonly number[];
      readonly position: readonly [number, number, number];
    }
  /**
   * At `position` (a0) in the frame at the first parent whose x axis halves the angle between A = Σ a_k·d_k and B = Σ b_k·d_k,
   * with y towards B in their plane and z along A × B (the frames of Stone and Alderton 1985, doi:10.1080/00268978500102891).
   */
  | {
      readonly kind: "bisector";
      readonly a: readonly number[];
      readonly b: readonly number[];
      readonly position: readonly [number, number, number];
    };

/** One virtual site. */
export interface VirtualSite {
  /** Its index among the atoms, from 0. */
  readonly site: number;
  /** The atoms that it follows; the first is the one that it belongs to. They may be sites themselves. */
  readonly parents: readonly number[];
  readonly rule: SiteRule;
}

/** Number of parents that a rule needs. */
export function parentCount(rule: SiteRule): number {
  switch (rule.kind) {
    case "linear":
      return rule.weights.length + 1;
    case "along":
      return rule.direction.length + 1;
    case "angle":
    case "out-of-plane":
      return 3;
    case "normal":
      return 4;
    case "local":
      return rule.origin.length + 1;
    case "bisector":
      return rule.a.length + 1;
  }
}

/** Every number of a rule. */
export function numbersOf(rule: SiteRule): readonly number[] {
  switch (rule.kind) {
    case "linear":
      return rule.weights;
    case "along":
      return [...(rule.weights ?? []), ...rule.direction, rule.distance];
    case "angle":
      return [rule.distance, rule.angle];
    case "out-of-plane":
      return [rule.a, rule.b, rule.c];
    case "normal":
      return [rule.a, rule.b, rule.distance];
    case "local":
      return [...rule.origin, ...rule.x, ...rule.y, ...rule.position];
    case "bisector":
      return [...rule.a, ...rule.b, ...rule.position];
  }
}
