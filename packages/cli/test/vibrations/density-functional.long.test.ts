import { type ComponentOptions, createSimulation, createSystem } from "@qmmm/core";
import { dynamics } from "@qmmm/dynamics";
import dft from "@qmmm/qm-dft";
import { expect, test } from "vitest";
import { frequencies, largestDifference, reported, vibrationReferences } from "./support.js";

test("published: water B3LYP/6-31G*, 1713.39, 3728.54, 3850.17 cm⁻¹ (Psi4)", async () => {
  const [bond, angle] = [0.96864 / 0.52917721067, (103.586 * Math.PI) / 180];
  const positions = [0, 0, 0, bond, 0, 0, bond * Math.cos(angle), bond * Math.sin(angle), 0];
  await using simulation = await createSimulation({
    plugins: [dft, dynamics],
    system: createSystem({ elements: [8, 1, 1], positions }),
    regions: { all: { select: "all" } },
    levels: { only: { method: "dft", functional: "B3LYP", basis: "6-31G*", grid: 4 } },
  });
  const isotopes = [
    { select: "element H", mass: "1.00782503 u" },
    { select: "element O", mass: "15.99491462 u" },
  ];
  const task = simulation.createTask({ type: "frequencies", isotopes } as ComponentOptions);
  const { system, potential, hooks, random } = simulation;
  const result = await task.run({ system, potential, hooks, random });
  const ours = reported(result, "wavenumbers");
  console.log(Array.from(ours, (value) => value.toFixed(2)).join(" "));
  expect(largestDifference(ours, [1713.39, 3728.54, 3850.17])).toBeLessThan(0.5);
});

test("ethanol B3LYP/6-31G* against analytic second derivatives of PySCF, which leave out those of the grid's weights", async () => {
  const name = "ethanol B3LYP/6-31G*";
  const reference = vibrationReferences[name]!;
  const result = await frequencies(name);
  const wavenumbers = largestDifference(reported(result, "wavenumbers"), reference.wavenumbers);
  const [ours, theirs] = [reported(result, "infraredIntensities"), reference.intensities].map(withTorsionsTogether);
  const intensities = largestDifference(ours!, theirs!);
  console.log(`${name}: ${wavenumbers.toFixed(2)} cm⁻¹, ${intensities.toFixed(2)} km/mol`);
  expect(wavenumbers).toBeLessThan(2);
  expect(intensities).toBeLessThan(0.5);
});

/** The two torsions, 50 cm⁻¹ apart, mix: the sum of their intensities is steady, each of them changes with a wavenumber. */
function withTorsionsTogether([first, second, ...rest]: ArrayLike<number> & Iterable<number>): number[] {
  return [first! + second!, ...rest];
}
