import {
  type DividedEnergy,
  type Division,
  type Evaluation,
  groupPairs,
  HARTREE_IN_EV,
  HARTREE_IN_KCAL_PER_MOL,
  InputError,
  type PerAtom,
  type ResultTable,
  type System,
  selectNonEmpty,
  UnsupportedError,
} from "@qmmm/core";

/** Groups of atoms by name; those in none make up one more, `rest`. */
export interface NamedGroups {
  readonly names: readonly string[];
  readonly groupOf: Int32Array;
}

/**
 * The groups that selections name.
 *
 * @throws QmmmError `QMMM_GROUPS_OVERLAP` for an atom in two of them, `QMMM_SELECTION_…`
 */
export function namedGroups(selections: Readonly<Record<string, string>>, system: System): NamedGroups {
  const names = Object.keys(selections);
  const groupOf = new Int32Array(system.topology.atomCount).fill(names.length);
  names.forEach((name, group) => {
    for (const atom of selectNonEmpty(selections[name]!, system)) {
      if (groupOf[atom] !== names.length) {
        throw new InputError("QMMM_GROUPS_OVERLAP", `Atom ${atom} (from 0) is in two groups`, {
          value: `${names[groupOf[atom]!]!}, ${name}`,
          allowed: "every atom in at most one group",
          action: "Narrow one of the selections",
          place: { path: "task.properties.groups" },
        });
      }
      groupOf[atom] = group;
    }
  });
  return groupOf.includes(names.length) ? { names: [...names, "rest"], groupOf } : { names, groupOf };
}

/** What to ask a potential for. */
export function divisionInto({ names, groupOf }: NamedGroups, atomVirials: boolean): Division {
  return { groupOf, groupCount: names.length, atomVirials };
}

/** Energies by term and pair of groups, with what could not be divided, and sums. */
export function groupTable({ names }: NamedGroups, { energy, terms }: Evaluation, divided: DividedEnergy): ResultTable {
  if (Object.keys(divided.terms).length === 0) {
    throw new UnsupportedError("QMMM_QUANTITY_UNSUPPORTED", "Nothing in this calculation divides its energy", {
      value: "groups",
      action: "Leave the groups and the stress out, or describe the atoms by a force field",
      place: { path: "task.properties" },
    });
  }
  const pairs = groupPairs(names.length);
  const sum = (values: Iterable<number>): number => {
    let total = 0;
    for (const value of values) total += value;
    return total;
  };
  const rows = Object.entries(terms).map(([name, whole]) => {
    const shares = divided.terms[name] ?? new Float64Array(pairs.length);
    return { name, values: [...shares, whole - sum(shares), whole] };
  });
  rows.push({ name: "sum", values: [...pairs.map((_, k) => sum(rows.map(({ values }) => values[k]!)))] });
  const last = rows[rows.length - 1]!;
  last.values.push(energy - sum(last.values), energy);
  const undivided = pairs.length;
  const whole = rows.every(
    ({ values }) => Math.abs(values[undivided]!) <= 1e-9 * Math.max(1, Math.abs(values.at(-1)!)),
  );
  return {
    title: "Energies by term and pair of groups",
    unit: "kcal/mol",
    columns: [...pairs.map(([a, b]) => `${names[a]}–${names[b]}`), ...(whole ? [] : ["not divided"]), "all"],
    rows: rows.map(({ name, values }) => ({
      name,
      values: values.filter((_, k) => !whole || k !== undivided).map((value) => value * HARTREE_IN_KCAL_PER_MOL),
    })),
  };
}

/** Stress times volume of each atom, without the kinetic part: minus its share of the virial. */
export function atomStress(atomVirials: Float64Array): PerAtom {
  return { values: atomVirials.map((virial) => -virial * HARTREE_IN_EV), width: 9, unit: "eV" };
}
