import { readFileSync } from "node:fs";
import { createSystem, everyTerm, groupPairAt, groupPairs, type System } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { atomsAlone } from "../../src/analysis/divide-by-groups.js";
import { type MmParameters, type NonbondedTreatment, ResolvedMmModel } from "../../src/index.js";
import { dampedScreening } from "../../src/long-range/damped-coulomb.js";
import { lennardJonesForm } from "../../src/long-range/lennard-jones-form.js";
import { longRangeSettings } from "../../src/long-range/settings.js";
import { pairLists } from "../../src/parameters/exclusions.js";
import { ALANINE, amberSystem, forceField, model, positionsOf, references, waters } from "../support.js";
import { divided, expectSums, sumOf, threeGroups } from "./support.js";

const edge = references.periodicWater.edge / 0.529177210544;
const periodic = waters(positionsOf(references.periodicWater).slice(0, 9 * 12), [edge, edge, edge]);

const TREATMENTS: readonly (readonly [string, unknown])[] = [
  ["shifted forces", {}],
  ["a reaction field", { electrostatics: { type: "reaction-field" }, lennardJones: { form: "potential-switch" } }],
  ["damped shifted forces", { electrostatics: { type: "dsf" } }],
  [
    "Ewald's sum",
    { electrostatics: { type: "ewald" }, lennardJones: { form: "force-switch", dispersionCorrection: "all" } },
  ],
  ["PME", { electrostatics: { type: "pme" }, lennardJones: { form: "cut", dispersionCorrection: "gromacs" } }],
  ["PME, dispersion too", { electrostatics: { type: "pme" }, lennardJones: { form: "pme" } }],
  ["PME, OpenMM's count", { electrostatics: { type: "pme" }, lennardJones: { dispersionCorrection: "openmm" } }],
];

describe("energies by term and pair of groups, virials by atom", () => {
  it.each(TREATMENTS)("of water by %s add up, as three groups", async (_, options) => {
    const { mm, scope } = await model("tip3p", { cutoff: "6 angstrom", ...(options as object) }, periodic);
    expectSums(await divided(mm, scope, periodic, threeGroups(36)));
  });

  it("of alanine dipeptide in open space add up: every bonded term, 1–4 pairs, all pairs", async () => {
    const system = await amberSystem(ALANINE.prmtop, ALANINE.inpcrd);
    const { topology, geometry } = system;
    const open: System = { topology, geometry: { positions: geometry.positions } };
    const { mm, scope } = await model("amber", { prmtop: ALANINE.prmtop }, open);
    const result = await divided(mm, scope, open, threeGroups(topology.atomCount));
    expect(Object.keys(result.terms)).toContain("torsions");
    expectSums(result);
  });

  it.each([
    ["dispersion correction", { dispersionCorrection: "all" }],
    ["dispersion on a mesh", { form: "pme" }],
  ])(
    "are what masks give by inclusion and exclusion, the reciprocal sums' share included: %s",
    async (_, lennardJones) => {
      const options = { cutoff: "6 angstrom", electrostatics: { type: "pme" }, lennardJones };
      const { mm, scope } = await model("tip3p", options, periodic);
      const groupOf = Int32Array.from({ length: 36 }, (_, k) => (k < 9 ? 0 : k < 21 ? 1 : 2));
      await using whole = await mm.potential(everyTerm(36), scope);
      const { divided: found } = await whole.evaluate(periodic.geometry, { division: { groupOf, groupCount: 3 } });
      const alone = async (...groups: readonly number[]) => {
        const region = Uint8Array.from(groupOf, (group) => (groups.includes(group) ? 1 : 0));
        await using potential = await mm.potential(atomsAlone(region), scope);
        return (await potential.evaluate(periodic.geometry, {})).terms;
      };
      for (const [a, b] of groupPairs(3)) {
        const [both, first, second] = [await alone(a, b), await alone(a), await alone(b)];
        for (const name of Object.keys(found!.terms)) {
          const expected = a === b ? first[name]! : both[name]! - first[name]! - second[name]!;
          expect(found!.terms[name]![groupPairAt(a, b)]).toBeCloseTo(expected, 11);
        }
      }
    },
  );

  it("are what switching the charges of a group off takes away", async () => {
    const { mm, scope } = await model("tip3p", { cutoff: "6 angstrom", electrostatics: { type: "pme" } }, periodic);
    const { parameters } = mm as ResolvedMmModel;
    const groupOf = Int32Array.from({ length: 36 }, (_, k) => (k < 9 ? 0 : 1));
    const { divided: found } = await divided(mm, scope, periodic, groupOf);
    const coulombOf = async (group: number): Promise<number> => {
      const charges = parameters.charges.map((q, atom) => (groupOf[atom] === group ? q : 0));
      const other = new ResolvedMmModel({ ...parameters, charges });
      await using potential = await other.potential(everyTerm(36), scope);
      return (await potential.evaluate(periodic.geometry, {})).terms.coulomb!;
    };
    expect(found.terms.coulomb![groupPairAt(0, 0)]).toBeCloseTo(await coulombOf(0), 11);
    expect(found.terms.coulomb![groupPairAt(1, 1)]).toBeCloseTo(await coulombOf(1), 11);
  });

  it("give a bonded term of three groups to their pairs alike", async () => {
    const { mm, scope } = await model("tip3p", {}, waters(periodic.geometry.positions.slice(0, 9)));
    const water = waters(periodic.geometry.positions.slice(0, 9));
    const { terms, divided: found } = await divided(mm, scope, water, Int32Array.of(0, 1, 2));
    for (const [a, b] of groupPairs(3)) {
      expect(found.terms.angles![groupPairAt(a, b)]).toBeCloseTo(a === b ? 0 : terms.angles! / 3, 15);
    }
  });
});

/** Charges of fixtures/damped.json, see validation/mm_damped.py. */
interface Reference {
  readonly program: string;
  readonly alpha: number;
  readonly cutoff: number;
  readonly excluded: readonly (readonly [number, number])[];
  readonly cases: readonly {
    readonly name: string;
    readonly cell: readonly number[];
    readonly positions: readonly number[];
    readonly charges: readonly number[];
    readonly wolf: { readonly shares: readonly number[] };
    readonly ewald: { readonly shares: readonly number[] };
  }[];
}

const reference = JSON.parse(readFileSync(new URL("../fixtures/damped.json", import.meta.url), "utf8")) as Reference;

describe.each(reference.cases)(`virials by atom as LAMMPS has them, $name cell`, (example) => {
  const count = example.charges.length;
  const system = createSystem({
    elements: new Array<number>(count).fill(1),
    positions: Float64Array.from(example.positions),
    cell: { vectors: Float64Array.from(example.cell) },
  });

  async function shares(charges: Float64Array, treatment: NonbondedTreatment): Promise<Float64Array> {
    const none = { atoms: new Int32Array(0), parameters: new Float64Array(0) };
    const parameters: MmParameters = {
      atomCount: count,
      charges,
      coulombScale: 1,
      bonds: none,
      angles: none,
      torsions: none,
      impropers: none,
      lennardJones: {
        typeOf: new Int32Array(count),
        typeCount: 1,
        c12: new Float64Array(1),
        c6: new Float64Array(1),
      },
      ...pairLists(count, reference.excluded),
      exceptions: none,
      cutoff: reference.cutoff,
      skin: 0.5,
      treatment,
      conventions: {},
    };
    const { scope } = await forceField("tip3p", {});
    const result = await divided(new ResolvedMmModel(parameters), scope, system, new Int32Array(count));
    return result.divided.atomVirials!;
  }

  function largestDifference(found: Float64Array, expected: readonly number[]): number {
    const places = [0, 4, 8, 1, 2, 5];
    const largest = Math.max(...expected.map(Math.abs));
    return Math.max(
      ...expected.map((x, k) => {
        const at = 9 * Math.floor(k / 6);
        const place = places[k % 6]!;
        const symmetric = (found[at + place]! + found[at + 3 * (place % 3) + Math.floor(place / 3)]!) / 2;
        return Math.abs(symmetric - x) / largest;
      }),
    );
  }

  const form = lennardJonesForm("cut", reference.cutoff, reference.cutoff);

  it("damped shifted forces", async () => {
    const damped = dampedScreening("dsf", reference.alpha, reference.cutoff);
    const found = await shares(Float64Array.from(example.charges), { damped, form, dispersion: "none" });
    expect(largestDifference(found, example.wolf.shares)).toBeLessThan(1e-11);
  });

  it.each([{ type: "ewald", accuracy: 1e-12 } as const, { type: "pme", accuracy: 1e-7, order: 8 } as const])(
    "$type",
    async (options) => {
      const mean = sumOf(example.charges) / count;
      const charges = Float64Array.from(example.charges, (q) => q - mean);
      const longRange = longRangeSettings(options, charges, reference.cutoff, system.geometry.cell);
      const found = await shares(charges, { longRange, form, dispersion: "none" });
      expect(largestDifference(found, example.ewald.shares)).toBeLessThan(1e-6);
    },
  );
});
