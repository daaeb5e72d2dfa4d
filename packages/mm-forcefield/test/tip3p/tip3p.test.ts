import { createSystem } from "@qmmm/core";
import { describe, expect, it } from "vitest";
import { ANGSTROM, errorOf, evaluate, model, positionsOf, references, waters } from "../support.js";

const positions = positionsOf(references.droplet).slice(0, 9 * 3);

describe("tip3p", () => {
  it("has the published parameters", async () => {
    const { mm } = await model("tip3p", {}, waters(positions));
    expect([...mm.charges.subarray(0, 3)]).toEqual([-0.834, 0.417, 0.417]);
    expect(mm.lennardJones.sigma[0]! / ANGSTROM).toBeCloseTo(3.15066, 4);
    expect(mm.lennardJones.epsilon[0]! * 627.5094740631).toBeCloseTo(0.15207, 5);
    expect(mm.equilibriumBond(0, 2)! / ANGSTROM).toBeCloseTo(0.9572, 12);
  });

  it("without flexibility has no bonded terms", async () => {
    const { terms } = await evaluate("tip3p", { flexible: false }, waters(positions));
    expect(Object.keys(terms)).toEqual(["lennardJones", "coulomb"]);
  });

  it("takes the atoms of a molecule in any order", async () => {
    const order = [1, 0, 2, 5, 4, 3, 6, 7, 8];
    const system = waters(positions);
    const place = (old: number) => order.indexOf(old);
    const shuffled = createSystem({
      elements: order.map((k) => system.topology.elements[k]!),
      bonds: Array.from(system.topology.bonds, place),
      positions: order.flatMap((k) => [...positions.subarray(3 * k, 3 * k + 3)]),
    });
    const [a, b] = [await evaluate("tip3p", {}, system), await evaluate("tip3p", {}, shuffled)];
    expect(b.energy).toBeCloseTo(a.energy, 13);
  });

  it.each([
    ["another element", { elements: [8, 1, 1, 16, 1, 1] }, /atom 3 \(from 0\), S \(S\) of MOL 1/],
    ["hydronium", { elements: [8, 1, 1, 1], bonds: [0, 1, 0, 2, 0, 3] }, /atom 0/],
    ["hydroxide", { elements: [8, 1, 1, 8, 1], bonds: [0, 1, 0, 2, 3, 4] }, /atom 3/],
    ["no bonds", { elements: [8, 1, 1], bonds: [] }, /atom 0/],
  ])("refuses %s", async (_, parts, message) => {
    const count = parts.elements.length;
    const system = createSystem({
      bonds: [0, 1, 0, 2, 3, 4, 3, 5].slice(0, 2 * (count - 2)),
      ...parts,
      positions: new Float64Array(3 * count),
    });
    const error = await errorOf(model("tip3p", {}, system));
    expect(error.code).toBe("QMMM_MM_PARAMETERS_MISSING");
    expect(error.message).toMatch(message);
    expect(error.details.action).toBeTruthy();
  });
});
