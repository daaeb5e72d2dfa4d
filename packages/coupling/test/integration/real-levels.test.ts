import { describe, expect, test } from "vitest";
import { alanineDipeptide, butanolWithParameters, errorsOf, MATRIX } from "../support/real-levels.js";

/** One entry per way in which things can go wrong; the whole matrix is in `real-levels.long.test.ts`. */
const SAMPLE = [
  ["butanol, fading charges", () => butanolWithParameters("fading"), 12],
  ["butanol, periodic", () => butanolWithParameters("periodic"), 24],
  ["alanine dipeptide", alanineDipeptide, 6],
] as const;

describe("Hartree–Fock coupled to real force fields: forces and virial against central differences", () => {
  test.each(SAMPLE)("%s", async (_, make, index) => {
    const { force, virial, netForce, netTorque } = await errorsOf(make(), MATRIX[index]);
    expect(force).toBeLessThan(2e-7);
    expect(virial).toBeLessThan(1e-6);
    expect(netForce).toBeLessThan(1e-10);
    expect(netTorque).toBeLessThan(1e-9);
  });
});
