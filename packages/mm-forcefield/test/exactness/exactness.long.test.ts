import { afterAll, describe, expect, it } from "vitest";
import { type Charges, coulomb, CELLS as LONG_RANGE_CELLS, randomCharges, settingsFor } from "../long-range/support.js";
import { writeTable } from "../tables.js";
import { allowed, CHANGES, invariance } from "./invariance.js";
import { type Deviations, deviations, largest } from "./measures.js";
import { alanineIn, CELLS, SINGLE_TERMS } from "./single-terms.js";
import { hasSolvated, inputsIn, PEPTIDE, SMALL_CRYSTAL, solvatedPeptide } from "./whole-potentials.js";

const KINDS = Object.keys(CELLS);
const inputs = new Map(await Promise.all(KINDS.map(async (kind) => [kind, await inputsIn(kind)] as const)));
const short = (x: number): string => (x === 0 ? "0" : x.toExponential(0));

describe("forces and virial are derivatives of the energy", () => {
  const found = new Map<string, Map<string, Deviations>>();
  const measured = async (name: string, kind: string, measure: () => Promise<Deviations>): Promise<void> => {
    const one = await measure();
    found.set(name, (found.get(name) ?? new Map()).set(kind, one));
    expect.soft(one.forces, "forces").toBeLessThan(1e-7);
    expect.soft(one.virial, "virial").toBeLessThan(1e-7);
  };

  for (const kind of KINDS) {
    for (const { name, periodic, open } of SINGLE_TERMS) {
      if (periodic && kind === "none") continue;
      it(`${name}, cell: ${kind}`, () =>
        measured(name, kind, async () => {
          const system = alanineIn(CELLS[kind]);
          await using potential = await open(system);
          return await deviations(potential, system.geometry);
        }));
    }
    for (const { name, system, open } of inputs.get(kind)!) {
      it(`${name}, cell: ${kind}`, () =>
        measured(name.replace(/, (Ewald|PME)$/, " ($1)"), kind, async () => {
          await using potential = await open(system);
          const some = Array.from({ length: 18 }, (_, k) => (k * 5) % system.geometry.positions.length);
          return await deviations(potential, system.geometry, some);
        }));
    }
  }

  afterAll(() =>
    writeTable("table of derivatives", [
      `| Term | ${KINDS.map((kind) => (kind === "none" ? "no cell" : kind)).join(" | ")} |`,
      `|---|${KINDS.map(() => "---|").join("")}`,
      ...[...found].map(([name, by]) => {
        const cells = KINDS.map((kind) => {
          const one = by.get(kind);
          return one === undefined ? "" : `${short(one.forces)}, ${short(one.virial)}`;
        });
        return `| ${name} | ${cells.join(" | ")} |`;
      }),
    ]),
  );
});

describe("energies depend on nothing but the system; motion restarts in the same bits", async () => {
  const rows: string[] = [];
  const solvated = hasSolvated ? await solvatedPeptide() : [];
  for (const one of [...PEPTIDE, ...inputs.get("none")!, ...inputs.get("triclinic")!, SMALL_CRYSTAL, ...solvated]) {
    const inCell = one.system.geometry.cell !== undefined && !one.name.includes(" cell");
    const name = inCell ? `${one.name}, in a cell` : one.name;
    it(name, async () => {
      const { changes, restarts } = await invariance(one);
      for (const [change, deviation] of Object.entries(changes))
        expect.soft(deviation, change).toBeLessThan(allowed(one, change));
      expect.soft(restarts, "restart").toBe(true);
      const cells = CHANGES.map((change) => (changes[change] === undefined ? "" : short(changes[change])));
      rows.push(`| ${name} | ${cells.join(" | ")} | ${restarts ? "same bits" : "differs"} |`);
    });
  }
  it.skipIf(hasSolvated)("the peptide in water: files not at hand", () => {});

  afterAll(() =>
    writeTable("table of invariance", [
      `| Potential | ${CHANGES.join(" | ")} | restart |`,
      `|---|${CHANGES.map(() => "---|").join("")}---|`,
      ...rows,
    ]),
  );
});

describe("particle-mesh Ewald and Ewald's sum", () => {
  const system: Charges = randomCharges(LONG_RANGE_CELLS.triclinic!, 40, 2);
  const CUTOFF = 7.2;
  const screening = 1.25;
  const exact = coulomb(system, settingsFor(system, { type: "ewald", accuracy: 1e-13, screening }, CUTOFF));
  const rms = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values)) / Math.sqrt(values.length);
  const MESHES = [20, 32, 48, 64, 90] as const;
  const rows: string[] = [];

  for (const order of [4, 5, 6, 8] as const) {
    it(`order ${order}: the error falls with the mesh as the order says`, () => {
      const errors = MESHES.map((n) => {
        const grid: [number, number, number] = [n, n, n];
        const options = { type: "pme", accuracy: 1e-9, screening, order, grid } as const;
        const { forces } = coulomb(system, settingsFor(system, options, CUTOFF));
        return rms(forces.map((f, k) => f - exact.forces[k]!)) / rms(exact.forces);
      });
      rows.push(`| ${order} | ${errors.map((error) => error.toExponential(1)).join(" | ")} |`);
      const [coarse, fine] = [errors[1]!, errors[3]!];
      // Halving the distances of the mesh divides the error by 2^order at least, until rounding ends it.
      expect(fine).toBeLessThan(coarse / 2 ** (order - 0.5) + 1e-13);
      if (order === 8) expect(errors.at(-1)!).toBeLessThan(1e-7);
    });
  }

  it("energies, forces and virial do not depend on the splitting parameter, charged or not", () => {
    for (const [kind, cell] of Object.entries(LONG_RANGE_CELLS)) {
      for (const charge of [0, 2]) {
        const charged = randomCharges(cell, 40, charge);
        const found = [1.0, 1.15, 1.3].map((width) =>
          coulomb(charged, settingsFor(charged, { type: "ewald", accuracy: 1e-14, screening: width }, CUTOFF)),
        );
        const mesh = coulomb(
          charged,
          settingsFor(charged, { type: "pme", accuracy: 1e-9, screening: 1.3, order: 8, grid: [90, 90, 90] }, CUTOFF),
        );
        const first = found[0]!;
        const apart = (values: ArrayLike<number>, others: ArrayLike<number>): number =>
          largest(Array.from(values, (x, k) => x - others[k]!)) / largest(others);
        const worst = (pick: (one: typeof first) => ArrayLike<number>): number =>
          Math.max(...found.slice(1).map((one) => apart(pick(one), pick(first))));
        const line = [worst(({ energy }) => [energy]), worst(({ forces }) => forces), worst(({ virial }) => virial)];
        const byMesh = apart([mesh.energy], [first.energy]);
        splitting.push(`| ${kind}, net charge ${charge} | ${[...line, byMesh].map(short).join(" | ")} |`);
        for (const one of line) expect.soft(one, `${kind} ${charge}`).toBeLessThan(1e-10);
        expect.soft(byMesh, `${kind} ${charge}, mesh`).toBeLessThan(1e-8);
      }
    }
  });
  const splitting: string[] = [];

  afterAll(() =>
    writeTable("table of long-range sums", [
      `| Order | ${MESHES.map((n) => `${n}³ points`).join(" | ")} |`,
      `|---|${MESHES.map(() => "---|").join("")}`,
      ...rows,
      "",
      "| Ewald with 1/β of 1.0, 1.15 and 1.3 a0 | energy | forces | virial | energy of PME, order 8, 90³ |",
      "|---|---|---|---|---|",
      ...splitting,
    ]),
  );
});
