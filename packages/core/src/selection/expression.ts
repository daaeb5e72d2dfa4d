/** Attributes of atoms that are text. `segid` is another name of `chain`. */
export const TEXT_ATTRIBUTES = ["name", "resname", "element", "chain", "segid"] as const;
/** Attributes that are whole numbers. `serial` is another name of `index1`. */
export const INTEGER_ATTRIBUTES = ["resid", "index0", "index1", "serial"] as const;
/** Attributes that are only compared: mass in u, x, y and z in Å. */
export const REAL_ATTRIBUTES = ["mass", "x", "y", "z"] as const;
/** Sets of atoms that have a name. */
export const NAMED_SETS = [
  "all",
  "none",
  "water",
  "protein",
  "backbone",
  "sidechain",
  "nucleic",
  "ion",
  "hydrogen",
  "heavy",
] as const;
/** What `same … as` can compare. */
export const SAME_ATTRIBUTES = [
  "residue",
  "molecule",
  "fragment",
  "resname",
  "resid",
  "name",
  "element",
  "chain",
  "segid",
] as const;
/** Comparisons. */
export const COMPARISONS = ["<", "<=", ">", ">=", "==", "=", "!="] as const;

export type TextAttribute = (typeof TEXT_ATTRIBUTES)[number];
export type IntegerAttribute = (typeof INTEGER_ATTRIBUTES)[number];
export type RealAttribute = (typeof REAL_ATTRIBUTES)[number];
export type NamedSet = (typeof NAMED_SETS)[number];
export type SameAttribute = (typeof SAME_ATTRIBUTES)[number];
export type Comparison = (typeof COMPARISONS)[number];

/** A text value; unless literal, `*` stands for any letters and `?` for one. */
export interface Pattern {
  readonly text: string;
  readonly literal: boolean;
}

/** Whole numbers from first to last, both included; `column` is where they stand. */
export interface IntegerRange {
  readonly first: number;
  readonly last: number;
  readonly column: number;
}

/** A selection as a tree. */
export type Expression =
  | { readonly kind: "set"; readonly set: NamedSet }
  | { readonly kind: "text"; readonly attribute: TextAttribute; readonly patterns: readonly Pattern[] }
  | { readonly kind: "integers"; readonly attribute: IntegerAttribute; readonly ranges: readonly IntegerRange[] }
  | {
      readonly kind: "compare";
      readonly attribute: IntegerAttribute | RealAttribute;
      readonly comparison: Comparison;
      /** In the attribute's own unit: u for masses, a0 for coordinates. */
      readonly value: number;
    }
  | { readonly kind: "within"; readonly distance: number; readonly exclusive: boolean; readonly of: Expression }
  | { readonly kind: "same"; readonly attribute: SameAttribute; readonly as: Expression }
  | { readonly kind: "bonded"; readonly to: Expression }
  | { readonly kind: "not"; readonly operand: Expression }
  | { readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression };
