import {
  decodeSnapshot,
  type Evaluation,
  encodeSnapshot,
  everyTerm,
  KERNELS,
  type Scope,
  type System,
  type TermMask,
} from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { type MmParameters, type MmPotential, ResolvedMmModel } from "../../src/index.js";
import { ROW } from "../../src/kernels/signatures.js";
import { ALANINE, ANGSTROM, amberSystem, errorOf, model, positionsOf, references, waters } from "../support.js";

const WANT = { forces: true, virial: true } as const;
const CUTOFF = { cutoff: "8 angstrom" };
const EDGE = 20 * ANGSTROM;
const cell = { vectors: Float64Array.of(EDGE, 0, 0, 1, EDGE, 0, 0, 2, EDGE) };

const TREATMENTS: readonly (readonly [string, object, boolean])[] = [
  ["all pairs", {}, false],
  ["shifted forces", CUTOFF, true],
  ["damped shifted forces", { ...CUTOFF, electrostatics: { type: "dsf" } }, true],
  ["Ewald's sum", { ...CUTOFF, electrostatics: { type: "ewald" } }, true],
  ["PME", { ...CUTOFF, electrostatics: { type: "pme" } }, true],
];

const NO = { inside: false, across: false, outside: false };
const region = Uint8Array.from({ length: 22 }, (_, atom) => (atom < 9 ? 1 : 0));
const MASKS: readonly TermMask[] = [
  everyTerm(22),
  { ...everyTerm(22), region, coulomb: { ...NO, outside: true } },
  { ...everyTerm(22), region, lennardJones: { ...NO, across: true }, coulomb: { ...NO, across: true } },
];

/** Alanine dipeptide with its parameters; the charges of some atoms, which no longer add up to zero. */
async function alanine(options: object, periodic: boolean) {
  const { topology, geometry } = await amberSystem(ALANINE.prmtop, ALANINE.inpcrd);
  const system: System = { topology, geometry: { positions: geometry.positions, ...(periodic ? { cell } : {}) } };
  const { mm, scope } = await model("amber", { prmtop: ALANINE.prmtop, ...options }, system);
  const { parameters } = mm as ResolvedMmModel;
  const atoms = Int32Array.of(1, 4, 6, 8, 14, 21);
  const charges = Float64Array.from(atoms, (atom, n) => 1.5 * parameters.charges[atom]! + 0.05 * n);
  return { system, mm: mm as ResolvedMmModel, parameters, scope, atoms, charges };
}

/** Parameters with these charges, 1–4 pairs scaled by the 1/1.2 of Amber's force fields. */
function recharged(parameters: MmParameters, atoms: Int32Array, charges: Float64Array): MmParameters {
  const all = parameters.charges.slice();
  atoms.forEach((atom, n) => {
    all[atom] = charges[n]!;
  });
  const { exceptions } = parameters;
  const numbers = exceptions.parameters.map((value, k) => {
    const pair = 2 * Math.trunc(k / 3);
    return k % 3 === 2 ? (all[exceptions.atoms[pair]!]! * all[exceptions.atoms[pair + 1]!]!) / 1.2 : value;
  });
  return { ...parameters, charges: all, exceptions: { ...exceptions, parameters: numbers } };
}

function expectEqual(found: Evaluation, expected: Evaluation): void {
  const numbers = ({ energy, terms, forces, virial }: Evaluation) => [
    energy,
    ...Object.values(terms),
    ...forces!,
    ...virial!,
  ];
  expect(Object.keys(found.terms)).toEqual(Object.keys(expected.terms));
  const [a, b] = [numbers(found), numbers(expected)];
  const scale = Math.max(1, ...b.map(Math.abs));
  expect(Math.max(...a.map((x, k) => Math.abs(x - b[k]!)))).toBeLessThan(1e-12 * scale);
}

describe("charges set anew", () => {
  it.each(TREATMENTS)("give what a new model with them gives, with any mask: %s", async (_, options, periodic) => {
    const { system, mm, parameters, scope, atoms, charges } = await alanine(options, periodic);
    for (const mask of MASKS) {
      await using potential = await mm.potential(mask, scope);
      const before = await potential.evaluate(system.geometry, WANT);
      potential.setCharges(atoms, charges);
      const found = await potential.evaluate(system.geometry, WANT);
      await using other = await new ResolvedMmModel(recharged(parameters, atoms, charges)).potential(mask, scope);
      expectEqual(found, await other.evaluate(system.geometry, WANT));
      expect(Math.abs(found.energy - before.energy)).toBeGreaterThan(1e-4);
      potential.setCharges(
        atoms,
        Float64Array.from(atoms, (atom) => parameters.charges[atom]!),
      );
      expect(await potential.evaluate(system.geometry, WANT)).toEqual(before);
    }
  });

  it("bring atoms that had none into the list of pairs", async () => {
    const system = waters(positionsOf(references.periodicWater).slice(0, 9 * 12), [EDGE, EDGE, EDGE]);
    const { mm, scope } = await model("tip3p", { ...CUTOFF, electrostatics: { type: "ewald" } }, system);
    const { parameters } = mm as ResolvedMmModel;
    const off = parameters.charges.map((q, atom) => (atom < 6 ? 0 : q));
    await using potential = await new ResolvedMmModel({ ...parameters, charges: off }).potential(everyTerm(36), scope);
    await potential.evaluate(system.geometry, WANT);
    potential.setCharges(Int32Array.of(0, 1, 2, 3, 4, 5), parameters.charges.slice(0, 6));
    await using whole = await mm.potential(everyTerm(36), scope);
    expectEqual(await potential.evaluate(system.geometry, WANT), await whole.evaluate(system.geometry, WANT));
  });

  it("are part of the snapshot, to the last bit", async () => {
    const { system, mm, scope, atoms, charges } = await alanine({ ...CUTOFF, electrostatics: { type: "pme" } }, true);
    const moved = { positions: system.geometry.positions.map((x, k) => x + 0.05 * Math.sin(k)), cell };
    await using one = await mm.potential(everyTerm(22), scope);
    const first = one.snapshot();
    await one.evaluate(system.geometry, WANT);
    one.setCharges(atoms, charges);
    const saved = decodeSnapshot(encodeSnapshot(one.snapshot()));
    const expected = await one.evaluate(moved, WANT);
    await using two = await mm.potential(everyTerm(22), scope);
    const unchanged = await two.evaluate(moved, WANT);
    two.restore(saved);
    expect(await two.evaluate(moved, WANT)).toEqual(expected);
    two.restore(first);
    expect(await two.evaluate(moved, WANT)).toEqual(unchanged);
  });

  it.each([
    ["of the wrong number", [0, 1], [0.5], "QMMM_MM_CHARGES"],
    ["of an atom that is not there", [22], [0.5], "QMMM_MM_CHARGES"],
    ["that are no numbers", [0], [Number.NaN], "QMMM_MM_CHARGES"],
    // Atom 0 has no charge at first, its partners in 1–4 pairs have.
    ["whose 1–4 products nothing tells", [0, 8, 0], [0.5, 0.1, 0.3], "QMMM_MM_CHARGE_PRODUCT"],
  ])("are refused, and nothing changes: %s", async (_, atoms, charges, code) => {
    const { system, parameters, scope } = await alanine({}, false);
    const none = recharged(parameters, Int32Array.of(0), Float64Array.of(0));
    await using potential = await new ResolvedMmModel(none).potential(everyTerm(22), scope);
    const before = await potential.evaluate(system.geometry, WANT);
    const set = async () => potential.setCharges(Int32Array.from(atoms), Float64Array.from(charges));
    expect((await errorOf(set())).code).toBe(code);
    expect(await potential.evaluate(system.geometry, WANT)).toEqual(before);
  });
});

describe("potentials of one model with different masks", () => {
  /** A scope that counts the lists of pairs made, those for which there was not enough memory left out. */
  function counting(scope: Scope): { scope: Scope; builds: () => number } {
    let builds = 0;
    const table = scope.resolve(KERNELS);
    const build = table.get("mm/pairList");
    const counted: typeof build = (...all) => {
      build(...all);
      const [counts, , , rows, partners] = all;
      if (ROW.length * counts[0]! <= rows.length && counts[1]! <= partners.length) builds++;
    };
    const get = ((name) => (name === "mm/pairList" ? counted : table.get(name))) as typeof table.get;
    const resolve = ((token) =>
      token === (KERNELS as unknown) ? { ...table, get } : scope.resolve(token)) as Scope["resolve"];
    return { scope: Object.assign(Object.create(scope) as Scope, { resolve }), builds: () => builds };
  }

  it("share lists of pairs, and give the same bits as alone", async () => {
    const { system, mm, parameters, scope } = await alanine(CUTOFF, true);
    const path = [0, 0.1, 3, 3.1, 6].map((s) => ({
      positions: system.geometry.positions.map((x, k) => x + s * Math.sin(k)),
      cell,
    }));
    const run = async (potentials: readonly MmPotential[]): Promise<Evaluation[][]> => {
      const results: Evaluation[][] = [];
      for (const geometry of path) {
        const now: Evaluation[] = [];
        for (const potential of potentials) now.push(await potential.evaluate(geometry, WANT));
        results.push(now);
      }
      return results;
    };
    const shared = counting(scope);
    const together = await run(await Promise.all(MASKS.map((mask) => mm.potential(mask, shared.scope))));
    for (const [n, mask] of MASKS.entries()) {
      const lone = counting(scope);
      const alone = await run([await new ResolvedMmModel(parameters).potential(mask, lone.scope)]);
      expect(together.map((results) => results[n])).toEqual(alone.map((results) => results[0]));
      expect(lone.builds()).toBeGreaterThanOrEqual(3);
      expect(shared.builds()).toBe(lone.builds());
    }
  });
});
