import type { Coupling, Level } from "@qmmm/core";
import { createHooks, createScope } from "@qmmm/core";
import { couplingSuite } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { AdditiveCoupling } from "../../src/scheme/additive.js";
import { AdditiveOptions, SubtractiveOptions } from "../../src/scheme/options.js";
import { SubtractiveCoupling } from "../../src/scheme/subtractive.js";
import { linkAtoms } from "../support/bind.js";
import { EquilibratedChargesMethod } from "../support/equilibrated-charges.js";
import { springForceField } from "../support/spring-force-field.js";
import { BUTANOL_PROBES, butanol } from "../support/systems.js";

const { O: Q, Q1, M1, M2, far } = BUTANOL_PROBES;
const SCHEMES: Readonly<Record<string, () => Coupling>> = {
  "additive electrostatic": () => new AdditiveCoupling(AdditiveOptions.parse({})),
  "additive mechanical": () => new AdditiveCoupling(AdditiveOptions.parse({ embedding: "mechanical" })),
  "subtractive electrostatic": () => new SubtractiveCoupling(SubtractiveOptions.parse({ high: "high" })),
  "subtractive mechanical": () =>
    new SubtractiveCoupling(SubtractiveOptions.parse({ high: "high", embedding: "mechanical", bonded: "all" })),
  "two levels": () =>
    new SubtractiveCoupling(SubtractiveOptions.parse({ high: "high", low: "low", embedding: "mechanical" })),
};

for (const [name, make] of Object.entries(SCHEMES)) {
  for (const cell of name === "two levels" ? [undefined] : [undefined, 22]) {
    couplingSuite({
      describe,
      test,
      expect,
      name: `${name}, ${cell === undefined ? "open" : "periodic"}`,
      atoms: { Q, Q1, M1, M2, far },
      tolerances: { forces: 1e-8, virial: 1e-7, step: 2e-3 },
      create: async () => {
        const one = butanol(cell);
        const { system } = one;
        const scope = createScope("suite");
        const levels = new Map<string, Level>(
          ["high", ...(name === "two levels" ? ["low"] : [])].map((level) => [
            level,
            { name: level, method: new EquilibratedChargesMethod(), scope: createScope(level) },
          ]),
        );
        return {
          coupling: make(),
          parts: {
            system,
            partition: { regions: [one.region] },
            mm: springForceField(system, { charges: one.charges, ...(cell === undefined ? {} : { cutoff: 18 }) }),
            levels,
            boundary: linkAtoms(cell === undefined ? {} : { cutoff: "6 Å", switchWidth: "3 Å" }),
            hooks: createHooks(),
            scope,
            note: () => {},
          },
        };
      },
    });
  }
}
