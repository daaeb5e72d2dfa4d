import { createSystem, isQmmmError, type System } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { errorOf, forceField } from "../support.js";
import { diamond, fcc, supercell, systemOf, withoutCell } from "./crystals.js";
import { FILES } from "./potentials.js";
import { evaluated } from "./support.js";

const silicon = supercell(diamond(5.431), [1, 1, 1]);
const texts = (files: Readonly<Record<string, string>>) => ({
  read: async (name: string) => new TextEncoder().encode(files[name]!),
});

async function refusal(id: string, options: unknown, system: System, files = FILES) {
  return errorOf(
    (async () => {
      const made = await forceField(id, options, texts(files));
      await made.forceField.assign(system);
    })(),
  );
}

describe("what is wrong is said", () => {
  test("an element that the file lacks", async () => {
    const error = await refusal("stillinger-weber", { file: "Si.sw" }, supercell(fcc(3.6, "Cu"), [1, 1, 1]));
    expect(error.code).toBe("QMMM_MM_PARAMETERS_MISSING");
    expect(error.message).toMatch(/Si\.sw has no parameters for Cu, atom 0/);
  });

  test("a triplet that the file lacks", async () => {
    const files = { "two.sw": FILES["SiGe.sw"]!.replace(/^Ge Si Ge.*$/m, "") };
    const error = await refusal(
      "stillinger-weber",
      { file: "two.sw" },
      supercell(diamond(5.5, ["Si", "Ge"]), [1, 1, 1]),
      files,
    );
    expect(error.code).toBe("QMMM_MM_PARAMETERS_MISSING");
    expect(error.message).toMatch(/Ge Si Ge/);
  });

  test("a pair with two values", async () => {
    const files = { "two.sw": FILES["SiGe.sw"]!.replace("Ge Si Si 2.0427", "Ge Si Si 2.05") };
    const error = await refusal(
      "stillinger-weber",
      { file: "two.sw" },
      supercell(diamond(5.5, ["Si", "Ge"]), [1, 1, 1]),
      files,
    );
    expect(error.code).toBe("QMMM_MM_PARAMETERS_AMBIGUOUS");
    expect(error.message).toMatch(/two values of epsilon/);
  });

  test("a name that elements takes an element to", async () => {
    const error = await refusal("tersoff", { file: "Si.tersoff", elements: { Si: "Si2" } }, silicon);
    expect(error.code).toBe("QMMM_MM_TYPE_UNKNOWN");
    expect(error.details.allowed).toEqual(["Si"]);
  });

  test("tables in no known format", async () => {
    const error = await refusal("eam", { file: "Cu.table" }, supercell(fcc(3.6, "Cu"), [1, 1, 1]));
    expect(error.code).toBe("QMMM_MM_FORMAT_UNKNOWN");
  });

  test("a cell far too small for the potential", async () => {
    const vectors = silicon.geometry.cell!.vectors.map((x) => x / 100);
    const tiny = { ...silicon, geometry: { ...silicon.geometry, cell: { vectors } } };
    expect((await errorOf(evaluated("stillinger-weber", { file: "Si.sw" }, tiny))).code).toBe("QMMM_MM_CUTOFF_CELL");
  });

  test.for(["stillinger-weber Si.sw Si", "tersoff Si.tersoff Si", "eam Cu.eam Cu", "vashishta SiO2.vashishta O"])(
    "atoms in one place, or nowhere: %s",
    async (words) => {
      const [id, file, symbol] = words.split(" ") as [string, string, string];
      const three = systemOf(
        [symbol, symbol, symbol],
        [
          [0, 0, 0],
          [0, 0, 0],
          [1.5, 0, 0],
        ],
      );
      expect((await errorOf(evaluated(id, { file }, three))).code).toBe("QMMM_MM_ATOMS_OVERLAP");
      const lost = { ...three, geometry: { positions: three.geometry.positions.with(4, Number.NaN) } };
      expect((await errorOf(evaluated(id, { file }, lost))).code).toBe("QMMM_GEOMETRY_NOT_FINITE");
    },
  );
});

test("an element may have another name in the file", async () => {
  const renamed = { "Si.tersoff": FILES["Si.tersoff"]!.replace("Si Si Si", "Si1 Si1 Si1") };
  const options = { file: "Si.tersoff", elements: { Si: "Si1" } };
  const other = await evaluated("tersoff", options, silicon, undefined, texts(renamed));
  expect(other).toEqual(await evaluated("tersoff", { file: "Si.tersoff" }, silicon));
});

test("a single atom and an empty neighbourhood cost nothing, or the embedding in nothing", async () => {
  const atom = createSystem({ elements: [29], positions: new Float64Array(3) });
  const { terms } = await evaluated("eam", { file: "CuNi.eam.alloy" }, atom);
  expect(terms).toEqual({ pair: 0, embedding: expect.closeTo(0.01 / 27.211386245981, 15) });
  const one = await evaluated("tersoff", { file: "Si.tersoff" }, systemOf(["Si"], [[0, 0, 0]]));
  expect(one.energy).toBe(0);
});

test("with the SI's Coulomb constant, silica's energy differs in the eighth digit only", async () => {
  const oxide = withoutCell(
    systemOf(
      ["Si", "O"],
      [
        [0, 0, 0],
        [1.6, 0, 0],
      ],
    ),
  );
  const own = await evaluated("vashishta", { file: "SiO2.vashishta" }, oxide);
  const exact = await evaluated("vashishta", { file: "SiO2.vashishta", coulombConstant: "SI" }, oxide);
  const ratio = exact.energy / own.energy - 1;
  expect(Math.abs(ratio)).toBeLessThan(1e-7);
  expect(Math.abs(ratio)).toBeGreaterThan(1e-9);
});

describe("mutated potential files give a coded error or a model that says what it cannot do", () => {
  test.for([
    ["stillinger-weber", "SiGe.sw"],
    ["tersoff", "SiC.tersoff"],
    ["vashishta", "full.vashishta"],
    ["eam", "short.eam.alloy"],
  ] as const)("%s", async ([id, file]) => {
    const short = `x\n\n\n1 Si\n6 2.0 6 0.7 3.5\n14 28 5.4 dia\n0 -1 -1.4 -1.7 -2 -2.2\n3 2 1 .5 .1 0\n9 5 2 1 .2 0\n`;
    const text = file === "short.eam.alloy" ? short : FILES[file]!;
    const elements = {
      "SiGe.sw": [14, 32],
      "SiC.tersoff": [14, 6],
      "full.vashishta": [14, 8],
      "short.eam.alloy": [14, 14],
    }[file];
    const system = createSystem({
      ...supercell(diamond(5.2), [1, 1, 1]).topology,
      elements: elements.flatMap((z) => [z, z, z, z]),
      ...silicon.geometry,
    });
    let seed = 77;
    const below = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
    let refused = 0;
    for (let n = 0; n < 60; n++) {
      const at = below(text.length);
      const junk = ["", "-", "9", ".", "e5", "\n", " ", "#", "x", "1e300"][below(10)]!;
      const mutated = text.slice(0, at) + junk + text.slice(at + below(3));
      try {
        const { energy } = await evaluated(id, { file }, system, undefined, texts({ [file]: mutated }));
        expect(Number.isFinite(energy)).toBe(true);
      } catch (error) {
        if (!isQmmmError(error)) throw new Error(`mutation ${n} of ${file}: ${junk} at ${at}`, { cause: error });
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(0);
  });
});
