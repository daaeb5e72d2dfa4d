import { InputError } from "@qmmm/core";
import type { GromacsAtomType, GromacsTopology } from "@qmmm/io";
import { PAIR_FORM } from "../pair-forms/kernels.js";
import { buckinghamNumbers, type PairForms } from "../pair-forms/pair-forms.js";
import type { MmParameters } from "../parameters/mm-parameters.js";
import { BUCKINGHAM_PAIR } from "../solids/kernels/signatures.js";
import { invalid, unsupported } from "./errors.js";
import { typePairKey } from "./nonbonded.js";
import { KJ, NM } from "./units.js";

type Constants = readonly [a: number, b: number, c: number];

/** A and C geometric, B harmonic (GROMACS manual, "Buckingham potential"); the number of the combination rule does not matter. */
function combined(one: GromacsAtomType, other: GromacsAtomType): Constants {
  const [a1, b1, c1] = one.parameters as [number, number, number];
  const [a2, b2, c2] = other.parameters as [number, number, number];
  return [Math.sqrt(a1 * a2), b1 === 0 || b2 === 0 ? 0 : 2 / (1 / b1 + 1 / b2), Math.sqrt(c1 * c2)];
}

function requireThree(what: string, { parameters, place }: Pick<GromacsAtomType, "parameters" | "place">): void {
  if (parameters.length >= 3) return;
  throw invalid(place, `${what} needs three parameters of the Buckingham potential`, {
    value: parameters.length,
    allowed: "A (kJ/mol), B (1/nm) and C (kJ/mol nm⁶)",
  });
}

/**
 * Pairs of a topology whose nonbonded function is 2, E = A exp(−Br) − C/r⁶; undefined for Lennard-Jones. Cores are guarded, and a
 * cutoff shifts forces.
 *
 * @param parameters - those of the topology: atoms, exclusions, cutoff
 * @throws QmmmError `QMMM_MM_PARAMETERS_INVALID`, `QMMM_MM_TERM_UNSUPPORTED`, `QMMM_MM_PAIR_CORE`
 */
export function buckinghamPairs(topology: GromacsTopology, parameters: MmParameters): PairForms | undefined {
  if (topology.defaults.nonbondedFunction !== 2) return undefined;
  const { atomCount, lennardJones, exclusionStart, exclusions, skin } = parameters;
  const cutoff = parameters.cutoff ?? Number.POSITIVE_INFINITY;
  const overrides = new Map<string, Constants>();
  for (const line of topology.types.nonbond_params) {
    if (line.function !== 2) {
      throw unsupported(line.place, `function ${line.function} of [ nonbond_params ] beside a Buckingham potential`, {
        value: line.function,
        allowed: "2",
      });
    }
    requireThree("[ nonbond_params ]", line);
    const [first, second] = line.types as [string, string];
    overrides.set(typePairKey(first, second), [line.parameters[0]!, line.parameters[1]!, line.parameters[2]!]);
  }
  const types = typesOf(topology);
  const classCount = types.length;
  const forms = new Uint8Array(classCount ** 2);
  const numbers = new Float64Array(classCount ** 2 * BUCKINGHAM_PAIR.size);
  types.forEach((one, i) => {
    requireThree(`The atom type ${one.name}`, one);
    types.forEach((other, j) => {
      requireThree(`The atom type ${other.name}`, other);
      const [a, b, c] = overrides.get(typePairKey(one.name, other.name)) ?? combined(one, other);
      if (a === 0 && c === 0) return;
      const pair = { A: a * KJ, b: b / NM, c: c * KJ * NM ** 6 };
      if (![pair.A, pair.b, pair.c].every((number) => Number.isFinite(number) && number >= 0)) {
        throw invalid(other.place, `the Buckingham parameters of ${one.name} and ${other.name} do not combine`, {
          value: [...one.parameters, ...other.parameters],
          allowed: "numbers of 0 or more, of moderate size",
        });
      }
      const found = pair.A > 0 && pair.b > 0 ? buckinghamNumbers(pair, cutoff) : undefined;
      if (found === undefined) throw noCore(one, other);
      forms[i * classCount + j] = PAIR_FORM.buckingham;
      numbers.set(found, (i * classCount + j) * BUCKINGHAM_PAIR.size);
    });
  });
  return {
    members: Int32Array.from({ length: atomCount }, (_, atom) => atom),
    atomCount,
    classOf: lennardJones.typeOf,
    classCount,
    forms,
    numbers,
    cutoff,
    skin,
    excluded: { exclusionStart, exclusions },
  };
}

/** The types that occur, in the order of the Lennard-Jones table. */
function typesOf(topology: GromacsTopology): GromacsAtomType[] {
  const names = topology.molecules.flatMap(({ molecule, count }) =>
    count === 0 ? [] : molecule.atoms.map((atom) => atom.type),
  );
  return [...new Set(names)].map((name) => topology.atomTypes.get(name)!);
}

function noCore(one: GromacsAtomType, other: GromacsAtomType): InputError {
  return new InputError(
    "QMMM_MM_PAIR_CORE",
    `The Buckingham pair of ${one.name} and ${other.name} attracts at every distance: its repulsion is too weak for its C`,
    {
      value: `${one.name} ${other.name}`,
      allowed: "terms that repel somewhere",
      action: "Check the units of A, B and C",
      place: other.place,
    },
  );
}
