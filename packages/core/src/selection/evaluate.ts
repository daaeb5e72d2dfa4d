import { InputError } from "../errors/qmmm-error.js";
import { ELEMENT_SYMBOLS } from "../model/elements.js";
import { NeighbourGrid } from "../model/neighbour-grid.js";
import type { System } from "../model/system.js";
import { moleculesOf, type Residue } from "../model/topology.js";
import { DALTON } from "../units/constants.js";
import type {
  Comparison,
  Expression,
  IntegerAttribute,
  IntegerRange,
  NamedSet,
  Pattern,
  RealAttribute,
  SameAttribute,
  TextAttribute,
} from "./expression.js";
import { BACKBONE_ATOMS, ION_ELEMENTS, NUCLEIC_RESIDUES, PROTEIN_RESIDUES, WATER_RESIDUES } from "./residue-names.js";

/** 1 for selected atoms, 0 for others; length N. */
type Mask = Uint8Array;

function matcher(patterns: readonly Pattern[], ignoreCase: boolean): (text: string) => boolean {
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const exact = new Set<string>();
  const wild: RegExp[] = [];
  for (const { text, literal } of patterns) {
    if (literal || !/[*?]/.test(text)) exact.add(fold(text));
    else {
      const source = fold(text)
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".");
      wild.push(new RegExp(`^${source}$`));
    }
  }
  return (text) => exact.has(fold(text)) || wild.some((pattern) => pattern.test(fold(text)));
}

const COMPARE: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

class Evaluator {
  private readonly count: number;
  private readonly residueOfAtom: (atom: number) => Residue;
  private molecules: Int32Array | undefined;

  constructor(
    private readonly system: System,
    private readonly source: string,
  ) {
    const { topology } = system;
    this.count = topology.atomCount;
    this.residueOfAtom = (atom) => topology.residues[topology.residueOf[atom]!]!;
  }

  evaluate(expression: Expression): Mask {
    switch (expression.kind) {
      case "set":
        return this.namedSet(expression.set);
      case "text":
        return this.text(expression.attribute, expression.patterns);
      case "integers":
        return this.integers(expression.attribute, expression.ranges);
      case "compare":
        return this.compare(expression.attribute, expression.comparison, expression.value);
      case "within":
        return this.within(this.evaluate(expression.of), expression.distance, expression.exclusive);
      case "same":
        return this.same(expression.attribute, this.evaluate(expression.as));
      case "bonded":
        return this.bonded(this.evaluate(expression.to));
      case "not":
        return this.evaluate(expression.operand).map((bit) => 1 - bit);
      case "and": {
        const left = this.evaluate(expression.left);
        const right = this.evaluate(expression.right);
        return left.map((bit, atom) => bit & right[atom]!);
      }
      case "or": {
        const left = this.evaluate(expression.left);
        const right = this.evaluate(expression.right);
        return left.map((bit, atom) => bit | right[atom]!);
      }
    }
  }

  private where(test: (atom: number) => boolean): Mask {
    const mask = new Uint8Array(this.count);
    for (let atom = 0; atom < this.count; atom++) if (test(atom)) mask[atom] = 1;
    return mask;
  }

  /** Atoms of the residues that pass; the test runs once per residue. */
  private whereResidue(test: (residue: Residue) => boolean): Mask {
    const passes = this.system.topology.residues.map(test);
    const { residueOf } = this.system.topology;
    return this.where((atom) => passes[residueOf[atom]!]!);
  }

  private moleculeOf(): Int32Array {
    return (this.molecules ??= moleculesOf(this.system.topology));
  }

  private namedSet(set: NamedSet): Mask {
    const { elements, names } = this.system.topology;
    const inProtein = (atom: number): boolean => PROTEIN_RESIDUES.has(this.residueOfAtom(atom).name);
    switch (set) {
      case "all":
        return this.where(() => true);
      case "none":
        return this.where(() => false);
      case "water":
        return this.water();
      case "protein":
        return this.whereResidue((residue) => PROTEIN_RESIDUES.has(residue.name));
      case "backbone":
        return this.where((atom) => inProtein(atom) && BACKBONE_ATOMS.has(names[atom]!));
      case "sidechain":
        return this.where((atom) => inProtein(atom) && !BACKBONE_ATOMS.has(names[atom]!) && elements[atom] !== 1);
      case "nucleic":
        return this.whereResidue((residue) => NUCLEIC_RESIDUES.has(residue.name));
      case "ion":
        return this.ions();
      case "hydrogen":
        return this.where((atom) => elements[atom] === 1);
      case "heavy":
        return this.where((atom) => elements[atom]! > 1);
    }
  }

  /** By residue name, or by composition: a molecule of one oxygen and two hydrogens, with or without massless sites. */
  private water(): Mask {
    const { elements } = this.system.topology;
    const molecule = this.moleculeOf();
    const oxygens = new Int32Array(this.count);
    const hydrogens = new Int32Array(this.count);
    const others = new Int32Array(this.count);
    for (let atom = 0; atom < this.count; atom++) {
      const tally = elements[atom] === 8 ? oxygens : elements[atom] === 1 ? hydrogens : others;
      if (elements[atom] !== 0) tally[molecule[atom]!]!++;
    }
    return this.where((atom) => {
      const m = molecule[atom]!;
      return (
        WATER_RESIDUES.has(this.residueOfAtom(atom).name) || (oxygens[m] === 1 && hydrogens[m] === 2 && others[m] === 0)
      );
    });
  }

  /** Atoms of the ions' elements that are bonded to nothing. */
  private ions(): Mask {
    const { elements, bonds } = this.system.topology;
    const bonded = new Uint8Array(this.count);
    for (const atom of bonds) bonded[atom] = 1;
    return this.where((atom) => ION_ELEMENTS.has(elements[atom]!) && bonded[atom] === 0);
  }

  private text(attribute: TextAttribute, patterns: readonly Pattern[]): Mask {
    const { elements, names } = this.system.topology;
    const matches = matcher(patterns, attribute === "element");
    switch (attribute) {
      case "name":
        return this.where((atom) => matches(names[atom]!));
      case "element":
        return this.where((atom) => matches(ELEMENT_SYMBOLS[elements[atom]!]!));
      case "resname":
        return this.whereResidue((residue) => matches(residue.name));
      case "chain":
      case "segid":
        return this.whereResidue((residue) => matches(residue.chain));
    }
  }

  /** Value of an attribute in the unit in which selections are compared: u, a0, numbers. */
  private numberOf(attribute: IntegerAttribute | RealAttribute): (atom: number) => number {
    const { topology, geometry } = this.system;
    switch (attribute) {
      case "resid":
        return (atom) => this.residueOfAtom(atom).id;
      case "index0":
        return (atom) => atom;
      case "index1":
      case "serial":
        return (atom) => atom + 1;
      case "mass":
        return (atom) => topology.masses[atom]! / DALTON;
      case "x":
      case "y":
      case "z": {
        const axis = "xyz".indexOf(attribute);
        return (atom) => geometry.positions[3 * atom + axis]!;
      }
    }
  }

  private integers(attribute: IntegerAttribute, ranges: readonly IntegerRange[]): Mask {
    if (attribute !== "resid") this.checkIndices(attribute, ranges);
    const value = this.numberOf(attribute);
    return this.where((atom) => ranges.some(({ first, last }) => value(atom) >= first && value(atom) <= last));
  }

  private checkIndices(attribute: IntegerAttribute, ranges: readonly IntegerRange[]): void {
    const base = attribute === "index0" ? 0 : 1;
    for (const { first, last, column } of ranges) {
      if (first >= base && last < this.count + base) continue;
      const missing = first < base ? first : last;
      throw new InputError(
        "QMMM_SELECTION_INDEX_RANGE",
        `${attribute} ${missing} does not exist (column ${column} of the selection "${this.source}")`,
        {
          value: missing,
          allowed: `${base} to ${this.count - 1 + base}`,
          action: base === 0 ? "Count from 0, or use index1" : "Count from 1, or use index0",
        },
      );
    }
  }

  private compare(attribute: IntegerAttribute | RealAttribute, comparison: Comparison, value: number): Mask {
    const holds = COMPARE[comparison];
    const number = this.numberOf(attribute);
    return this.where((atom) => holds(number(atom), value));
  }

  private within(centre: Mask, distance: number, exclusive: boolean): Mask {
    const { positions, cell } = this.system.geometry;
    const atoms: number[] = [];
    for (let atom = 0; atom < this.count; atom++) if (centre[atom] === 1) atoms.push(atom);
    if (atoms.length === 0) return new Uint8Array(this.count);
    const grid = new NeighbourGrid(positions, distance, cell, atoms);
    const found = (): boolean => true;
    return this.where((atom) => {
      if (centre[atom] === 1) return !exclusive;
      return grid.near(positions[3 * atom]!, positions[3 * atom + 1]!, positions[3 * atom + 2]!, found);
    });
  }

  private same(attribute: SameAttribute, of: Mask): Mask {
    const { topology } = this.system;
    const key = ((): ((atom: number) => number | string) => {
      switch (attribute) {
        case "residue":
          return (atom) => topology.residueOf[atom]!;
        case "molecule":
        case "fragment": {
          const molecule = this.moleculeOf();
          return (atom) => molecule[atom]!;
        }
        case "resname":
          return (atom) => this.residueOfAtom(atom).name;
        case "resid":
          return (atom) => this.residueOfAtom(atom).id;
        case "chain":
        case "segid":
          return (atom) => this.residueOfAtom(atom).chain;
        case "name":
          return (atom) => topology.names[atom]!;
        case "element":
          return (atom) => topology.elements[atom]!;
      }
    })();
    const present = new Set<number | string>();
    for (let atom = 0; atom < this.count; atom++) if (of[atom] === 1) present.add(key(atom));
    return this.where((atom) => present.has(key(atom)));
  }

  private bonded(to: Mask): Mask {
    const mask = new Uint8Array(this.count);
    const { bonds } = this.system.topology;
    for (let k = 0; k < bonds.length; k += 2) {
      if (to[bonds[k]!] === 1) mask[bonds[k + 1]!] = 1;
      if (to[bonds[k + 1]!] === 1) mask[bonds[k]!] = 1;
    }
    return mask;
  }
}

/** Atoms that a selection tree selects: indices from 0, ascending. */
export function evaluateSelection(expression: Expression, system: System, source: string): Int32Array {
  const mask = new Evaluator(system, source).evaluate(expression);
  const atoms = new Int32Array(mask.reduce((sum, bit) => sum + bit, 0));
  let count = 0;
  mask.forEach((bit, atom) => {
    if (bit === 1) atoms[count++] = atom;
  });
  return atoms;
}
