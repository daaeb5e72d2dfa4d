import type { System } from "@qmmm/core";
import { BOHR_IN_ANGSTROM, createSystem, isQmmmError } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import type { CutObjection } from "../../src/boundary/options.js";
import { linkAtoms } from "../support/bind.js";
import { springForceField } from "../support/spring-force-field.js";
import { butanol } from "../support/systems.js";

/** Atoms (atomic number, position in Å) and bonds; hydrogens matter only by being bonded. */
function system(atoms: readonly (readonly [number, number, number, number])[], bonds: readonly number[]): System {
  return createSystem({
    elements: atoms.map(([z]) => z),
    positions: atoms.flatMap(([, ...r]) => r.map((x) => x / BOHR_IN_ANGSTROM)),
    bonds,
  });
}

/** A ring of carbons with bonds of a length, each with as many hydrogens as stated. */
function ring(size: number, bond: number, hydrogens: number): System {
  const radius = bond / (2 * Math.sin(Math.PI / size));
  const carbons = Array.from({ length: size }, (_, k) => {
    const angle = (2 * Math.PI * k) / size;
    return [6, radius * Math.cos(angle), radius * Math.sin(angle), 0] as const;
  });
  const bonds = carbons.flatMap((_, k) => [k, (k + 1) % size]);
  const caps = carbons.flatMap(([, x, y], k) =>
    Array.from({ length: hydrogens }, (_, h) => {
      bonds.push(k, size + hydrogens * k + h);
      return [1, 1.4 * x, 1.4 * y, h === 0 ? 0.6 : -0.6] as const;
    }),
  );
  return system([...carbons, ...caps], bonds);
}

/** CH3–C(=O)–NH–CH3 without most hydrogens: atoms C, C, O, N, H, C. */
const AMIDE = system(
  [
    [6, 0, 0, 0],
    [6, 1.52, 0, 0],
    [8, 2.15, 1.05, 0],
    [7, 2.14, -1.18, 0],
    [1, 1.6, -2.03, 0],
    [6, 3.58, -1.3, 0],
  ],
  [0, 1, 1, 2, 1, 3, 3, 4, 3, 5],
);

const ETHENE = system(
  [
    [6, 0, 0, 0],
    [6, 1.33, 0, 0],
    [1, -0.55, 0.9, 0],
    [1, -0.55, -0.9, 0],
    [1, 1.9, 0.9, 0],
    [1, 1.9, -0.9, 0],
  ],
  [0, 1, 0, 2, 0, 3, 1, 4, 1, 5],
);

/** Cuts a system without a force field and tells the code of the error. */
function cut(target: System, atoms: readonly number[], allow: readonly CutObjection[] = []): string {
  const mm = springForceField(target, { charges: new Float64Array(target.topology.atomCount), knowsBonds: false });
  const region = { name: "qm", atoms: Int32Array.from(atoms), charge: 0, multiplicity: 1 };
  try {
    linkAtoms({ allow: [...allow] }).connect(target, region, mm, true);
    return "accepted";
  } catch (error) {
    if (!isQmmmError(error)) throw error;
    expect(error.details.action).toContain("allow: [");
    expect(error.details.place).toEqual({ path: "regions.qm" });
    expect(error.details.value).toMatch(/index0 \d+.* – .*index0 \d+/);
    return error.code;
  }
}

describe("cuts that are refused unless allowed", () => {
  const { system: alcohol } = butanol();
  test.each<[string, System, number[], string, CutObjection[]]>([
    ["a bond to hydrogen", alcohol, [1], "QMMM_BOUNDARY_HYDROGEN", ["hydrogen"]],
    ["a hydrogen left outside", alcohol, [0, 1, 2, 3], "QMMM_BOUNDARY_HYDROGEN", ["hydrogen"]],
    ["a double bond", ETHENE, [0, 2, 3], "QMMM_BOUNDARY_MULTIPLE_BOND", ["multiple-bond"]],
    ["a carbonyl", AMIDE, [2], "QMMM_BOUNDARY_MULTIPLE_BOND", ["multiple-bond"]],
    ["a peptide bond", AMIDE, [0, 1, 2], "QMMM_BOUNDARY_MULTIPLE_BOND", ["multiple-bond"]],
    [
      "an aromatic ring",
      ring(6, 1.395, 1),
      [0, 1, 2, 6, 7, 8],
      "QMMM_BOUNDARY_AROMATIC",
      ["aromatic", "multiple-bond"],
    ],
    ["a saturated ring", ring(6, 1.53, 2), [0, 1, 2, 6, 7, 8, 9, 10, 11], "QMMM_BOUNDARY_RING", ["ring"]],
    ["a ring of eight", ring(8, 1.53, 2), [0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15], "QMMM_BOUNDARY_RING", ["ring"]],
    [
      "one host for two caps",
      system(
        [
          [6, 0, 0, 0],
          [6, 1.53, 0, 0],
          [6, 2.1, 1.4, 0],
        ],
        [0, 1, 1, 2],
      ),
      [0, 2],
      "QMMM_BOUNDARY_SHARED_HOST",
      ["shared-host"],
    ],
    [
      "two hosts bonded to each other",
      system(
        [
          [6, 0, 0, 0],
          [6, 1.53, 0, 0],
          [6, 2.1, 1.4, 0],
          [6, 3.6, 1.4, 0],
        ],
        [0, 1, 1, 2, 2, 3],
      ),
      [0, 3],
      "QMMM_BOUNDARY_ADJACENT_HOSTS",
      ["adjacent-hosts"],
    ],
  ])("%s", (_, target, atoms, code, allow) => {
    expect(cut(target, atoms)).toBe(code);
    expect(cut(target, atoms, allow)).toBe("accepted");
  });
});

describe("cuts that are fine", () => {
  test.each<[string, System, number[]]>([
    ["a carbon–carbon single bond", butanol().system, [0, 1, 2, 3, 4]],
    ["next to a carbonyl", AMIDE, [0]],
    ["nitrogen–carbon in an amine", AMIDE, [5]],
    ["a ring of nine", ring(9, 1.53, 2), [0, 1, 2, 3, 9, 10, 11, 12, 13, 14, 15, 16]],
    ["a whole molecule", butanol().system, [15, 16, 17]],
  ])("%s", (_, target, atoms) => {
    expect(cut(target, atoms)).toBe("accepted");
  });
});

test("the force field's equilibrium length counts, not that of a distorted structure", () => {
  const mm = springForceField(ETHENE, { charges: new Float64Array(6) });
  const region = { name: "qm", atoms: Int32Array.of(0, 2, 3), charge: 0, multiplicity: 1 };
  const map = linkAtoms().connect(ETHENE, region, { ...mm, equilibriumBond: () => 2.9 }, true);
  expect(map.molecule.elements.length).toBe(4);
});
