import { everyTerm, type System, withVirtualSites } from "@qmmm/core";
import { describe, expect, it, test } from "vitest";
import { ANGSTROM, errorOf, forceField, positionsOf, references, waters } from "../support.js";

const three = waters(positionsOf(references.droplet).slice(0, 9 * 3));

async function completed(model: string, system: System = three, more: Record<string, unknown> = {}) {
  const { forceField: made, scope } = await forceField("water", { model, ...more });
  const whole = (await made.complete?.(system)) ?? system;
  return { whole, mm: await made.assign(whole), scope };
}

describe("rigid water models", () => {
  it.each([
    // charge of H; O–H, H–H, O–M in Å; σ in Å, ε in kcal/mol, as the papers and parameter files state them
    ["tip3p", 0.417, 0.9572, 1.5139, 0, 3.15066, 0.15207],
    ["spc/e", 0.4238, 1, 1.63299, 0, 3.16556, 0.15542],
    ["tip4p", 0.52, 0.9572, 1.5139, 0.15, 3.15358, 0.15504],
    ["tip4p-ew", 0.52422, 0.9572, 1.5139, 0.125, 3.16435, 0.16275],
    ["opc", 0.679142, 0.87243, 1.3712, 0.1594, 3.16655, 0.2128],
  ])("%s has its published parameters", async (model, charge, arm, base, offset, sigma, epsilon) => {
    const { whole, mm } = await completed(model);
    const size = offset === 0 ? 3 : 4;
    expect(whole.topology.atomCount).toBe(3 * size);
    expect(mm.charges[1]).toBe(charge);
    expect(mm.charges[size === 3 ? 0 : 3]).toBe(-2 * charge);
    expect(mm.charges.reduce((sum, q) => sum + q, 0)).toBeCloseTo(0, 12);
    expect(mm.lennardJones.sigma[0]! / ANGSTROM).toBeCloseTo(sigma, 4);
    expect(mm.lennardJones.epsilon[0]! * 627.5094740631).toBeCloseTo(epsilon, 4);
    expect(mm.constraints!.pairs).toHaveLength(18);
    const lengths = [...mm.constraints!.lengths.subarray(0, 3)].map((d) => d / ANGSTROM);
    expect(lengths).toEqual([arm, arm, base].map((d) => expect.closeTo(d, 4)));
    expect(mm.virtualSites?.count ?? 0).toBe(offset === 0 ? 0 : 3);
    if (offset === 0) return;
    // In the model's own shape, the M site lies at its distance from the oxygen, on the bisector.
    const half = base / 2;
    const height = Math.sqrt(arm ** 2 - half ** 2);
    const ideal = [0, 0, 0, half, height, 0, -half, height, 0, 7, 7, 7].map((x) => x * ANGSTROM);
    const positions = Float64Array.of(...ideal, ...ideal, ...ideal);
    const placed = mm.virtualSites!.placed({ positions }).positions;
    expect([...placed.subarray(9, 12)].map((x) => x / ANGSTROM)).toEqual([0, expect.closeTo(offset, 4), 0]);
  });

  test("sites come after the last atom of their molecules; molecules that have one keep it", async () => {
    const { whole } = await completed("opc");
    expect([...whole.topology.elements]).toEqual([8, 1, 1, 0, 8, 1, 1, 0, 8, 1, 1, 0]);
    expect(whole.topology.names[3]).toBe("M");
    const again = await completed("tip4p", whole);
    expect(again.whole).toBe(whole);
  });

  test("the weight of the M site is that of OpenMM's file of TIP4P-Ew", async () => {
    const { mm } = await completed("tip4p-ew");
    const { rule } = mm.virtualSites!.sites[0]!;
    expect(rule).toEqual({ kind: "linear", weights: [expect.closeTo(0.106676721, 7), expect.closeTo(0.106676721, 7)] });
  });

  test("the energy does not depend on where the M sites were", async () => {
    const { whole, mm, scope } = await completed("tip4p");
    const potential = withVirtualSites(await mm.potential(everyTerm(12), scope), mm.virtualSites);
    const energies: number[] = [];
    for (const shift of [0, 3]) {
      const positions = whole.geometry.positions.map((x, k) => (Math.floor(k / 3) % 4 === 3 ? x + shift : x));
      const { energy, forces } = await potential.evaluate({ positions }, { forces: true });
      expect([...forces!.subarray(9, 12)]).toEqual([0, 0, 0]);
      energies.push(energy);
    }
    expect(energies[1]).toBe(energies[0]);
  });

  test("refuses molecules without the site, or with one too many, and what is not water", async () => {
    expect((await errorOf(completed("opc", three, { addVirtualSites: false }))).code).toBe("QMMM_MM_TOPOLOGY_MISMATCH");
    const { whole } = await completed("opc");
    expect((await errorOf(completed("spc/e", whole))).code).toBe("QMMM_MM_TOPOLOGY_MISMATCH");
    const topology = { ...three.topology, elements: Uint8Array.of(16, 1, 1, 8, 1, 1, 8, 1, 1) };
    expect((await errorOf(completed("tip4p", { ...three, topology }))).code).toBe("QMMM_MM_PARAMETERS_MISSING");
  });
});
