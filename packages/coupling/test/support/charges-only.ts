import type { ForceField, Potential, Token } from "@qmmm/core";
import { definePlugin, OPTIONS } from "@qmmm/core";
import { z } from "zod";

/** A force field that has charges and no energy, so that a coupled energy is that of the embedded molecule alone. */
export const chargesOnly = definePlugin({
  name: "charges-only",
  version: "1.0.0",
  register(reg) {
    reg.forceField("charges-only", {
      options: z.strictObject({ charges: z.array(z.number()) }),
      create: (scope) => {
        const { charges } = scope.resolve<{ charges: number[] }>(OPTIONS as Token<{ charges: number[] }>);
        const n = charges.length;
        const nothing = async (): Promise<Potential> => ({
          supports: new Set(["forces", "virial"] as const),
          evaluate: async () => ({
            energy: 0,
            terms: {},
            forces: new Float64Array(3 * n),
            virial: new Float64Array(9),
          }),
          snapshot: () => null,
          restore() {},
          async [Symbol.asyncDispose]() {},
        });
        const assigned: ForceField = {
          assign: async () => ({
            charges: Float64Array.from(charges),
            lennardJones: { sigma: new Float64Array(n), epsilon: new Float64Array(n) },
            coulombScale: 1,
            equilibriumBond: () => undefined,
            conventions: {},
            potential: nothing,
          }),
        };
        return assigned;
      },
    });
  },
});
