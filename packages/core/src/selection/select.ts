import { InputError } from "../errors/qmmm-error.js";
import { ELEMENT_SYMBOLS } from "../model/elements.js";
import type { System } from "../model/system.js";
import { evaluateSelection } from "./evaluate.js";
import type { Expression } from "./expression.js";
import { parseSelection } from "./parser.js";

/**
 * Atoms that an expression selects, in the language people know from VMD and MDAnalysis: `resname ALA and name C*`,
 * `resid 5 7-10`, `index0 0 to 5`, `same residue as within 5 of (resname LIG)`, `mass > 10`, `x < 3.0`. Distances and
 * coordinates are in Å unless a unit follows; distances are to nearest images in a cell; residues are those of the file.
 *
 * @returns indices from 0, ascending; fresh
 * @throws QmmmError `QMMM_SELECTION_SYNTAX`, `QMMM_SELECTION_INDEX_BASE`, `QMMM_SELECTION_INDEX_RANGE`
 */
export function select(expression: string, system: System): Int32Array {
  return evaluateSelection(parseSelection(expression), system, expression);
}

/**
 * As `select`, but refuses a selection without atoms, naming the values that do exist.
 *
 * @throws QmmmError `QMMM_SELECTION_EMPTY`, and those of `select`
 */
export function selectNonEmpty(expression: string, system: System): Int32Array {
  const tree = parseSelection(expression);
  const atoms = evaluateSelection(tree, system, expression);
  if (atoms.length > 0) return atoms;
  const present = valuesPresent(tree, system);
  throw new InputError("QMMM_SELECTION_EMPTY", `The selection "${expression}" matches no atom`, {
    value: expression,
    ...(present.length > 0 ? { allowed: present } : {}),
    action: "Correct the selection; letter case counts in names",
  });
}

const MOST_SHOWN = 12;

/** For each attribute that the expression uses, what the system has. */
function valuesPresent(tree: Expression, system: System): string[] {
  const { residues, names, elements } = system.topology;
  const texts: Readonly<Record<string, () => Iterable<string | number>>> = {
    resname: () => residues.map((residue) => residue.name),
    resid: () => residues.map((residue) => residue.id),
    chain: () => residues.map((residue) => residue.chain),
    segid: () => residues.map((residue) => residue.chain),
    name: () => names,
    element: () => Array.from(elements, (z) => ELEMENT_SYMBOLS[z]!),
  };
  const used = [...new Set(attributesOf(tree))];
  return used.flatMap((attribute) => {
    const list = texts[attribute];
    if (list === undefined) return [];
    const values = [...new Set(list())].map((value) => (value === "" ? '""' : String(value)));
    const shown = values.slice(0, MOST_SHOWN).join(" ");
    return [`${attribute} ${shown}${values.length > MOST_SHOWN ? ` … (${values.length} in all)` : ""}`];
  });
}

function attributesOf(tree: Expression): string[] {
  switch (tree.kind) {
    case "set":
      return tree.set === "none" || tree.set === "all" ? [] : ["resname"];
    case "text":
    case "integers":
    case "compare":
      return [tree.attribute];
    case "within":
      return attributesOf(tree.of);
    case "same":
      return attributesOf(tree.as);
    case "bonded":
      return attributesOf(tree.to);
    case "not":
      return attributesOf(tree.operand);
    case "and":
    case "or":
      return [...attributesOf(tree.left), ...attributesOf(tree.right)];
  }
}
