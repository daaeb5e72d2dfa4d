import { InputError, type MmModel, type System, selectNonEmpty } from "@qmmm/core";
import { ResolvedMmModel } from "../model/mm-model.js";
import type { PartOptions } from "./options.js";
import { describeAtom, type Part } from "./parts.js";

/** How the atoms of a part act on other parts; length that of the part each. */
export interface Outward {
  /** e. */
  readonly charges: Float64Array;
  /** a0. */
  readonly sigma: Float64Array;
  /** Eh. */
  readonly epsilon: Float64Array;
  /** Whether these charges are other ones than act within the part. */
  readonly foreign: boolean;
}

/**
 * What other parts see of a part: what the input states, otherwise what its force field has.
 *
 * @throws QmmmError `QMMM_MM_PARAMETERS_MISSING`, `QMMM_MM_PARAMETERS_AMBIGUOUS`, `QMMM_MM_PART_CHARGE`, `QMMM_SELECTION_…`
 */
export function outwardOf({ options, system }: Part, model: MmModel): Outward {
  const complete = model instanceof ResolvedMmModel;
  const charges = model.charges.slice();
  const sigma = model.lennardJones.sigma.slice();
  const epsilon = model.lennardJones.epsilon.slice();
  const stated = complete || epsilon.some((depth) => depth > 0);
  const entryOf = entriesOf(options, system);
  let foreign = false;
  for (const [atom, n] of entryOf.entries()) {
    if (n < 0) {
      if (stated) continue;
      throw missing(options, describeAtom(system, atom));
    }
    const entry = options.across[n]!;
    sigma[atom] = entry.sigma;
    epsilon[atom] = entry.epsilon;
    if (entry.charge === undefined || entry.charge === charges[atom]) continue;
    if (complete) throw ownCharges(options, describeAtom(system, atom), charges[atom]!);
    charges[atom] = entry.charge;
    foreign = true;
  }
  return { charges, sigma, epsilon, foreign };
}

/** Entry of `across` of each atom, −1 for none. */
function entriesOf({ across, name }: PartOptions, system: System): Int32Array {
  const entryOf = new Int32Array(system.topology.atomCount).fill(-1);
  for (const [n, { select }] of across.entries()) {
    for (const atom of selectNonEmpty(select, system)) {
      if (entryOf[atom] !== -1) {
        const other = across[entryOf[atom]!]!.select;
        throw new InputError(
          "QMMM_MM_PARAMETERS_AMBIGUOUS",
          `Two entries say how an atom of "${name}" acts across: "${other}" and "${select}" both have ${describeAtom(system, atom)}`,
          { value: select, allowed: "every atom in at most one entry", action: "Narrow one of the selections" },
        );
      }
      entryOf[atom] = n;
    }
  }
  return entryOf;
}

function missing({ name, forcefield }: PartOptions, atom: string): InputError {
  return new InputError(
    "QMMM_MM_PARAMETERS_MISSING",
    `Nothing says how ${atom} of the part "${name}" acts on other parts: ${forcefield.type} has no Lennard-Jones parameters`,
    {
      value: atom,
      allowed: "every atom of the part in an entry of across",
      action: "Add an entry with sigma and epsilon (0 for none) to across",
    },
  );
}

function ownCharges({ name }: PartOptions, atom: string, charge: number): InputError {
  return new InputError(
    "QMMM_MM_PART_CHARGE",
    `The part "${name}" has charges of its own, which act within it and outward alike: ${atom} has ${charge} e`,
    { value: atom, allowed: String(charge), action: "Leave charge out of across" },
  );
}
