import { describe, expect, test } from "vitest";
import { REFERENCES, vacuumDeviations } from "./references.js";

describe(`every molecule and basis against ${REFERENCES.source}`, () => {
  const rows: string[] = [];
  for (const one of REFERENCES.vacuum) {
    const label = `${one.molecule} ${one.reference.toUpperCase()}/${one.basis}`;
    test(label, async () => {
      const found = await vacuumDeviations(one);
      const figures = [found.energy, found.forces, found.dipole, found.mulliken].map((value) => value.toExponential(1));
      rows.push(`${label.padEnd(24)} ${figures.join("  ")}  ${found.solution.observed?.scfIterations} iterations`);
      expect(found.energy).toBeLessThan(1e-8);
      expect(found.forces).toBeLessThan(1e-6);
      expect(found.dipole).toBeLessThan(2e-6);
      expect(found.mulliken).toBeLessThan(2e-6);
      expect(found.s2).toBeLessThan(1e-6);
    });
  }

  test("the table of deviations", () => {
    console.log(["molecule                 energy/Eh  forces/Eh/a0  dipole/ea0  Mulliken/e", ...rows].join("\n"));
    expect(rows).toHaveLength(REFERENCES.vacuum.length);
  });
});
