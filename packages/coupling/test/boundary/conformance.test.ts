import { boundarySuite } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import { linkAtoms } from "../support/bind.js";
import { springForceField } from "../support/spring-force-field.js";
import { BUTANOL_PROBES, butanol } from "../support/systems.js";

const CHARGES = ["none", "z1", "z2", "z3", "rc", "rcd", "cs"] as const;
const FADED = { residual: "compares with unfaded charges, which a cutoff changes on purpose" };

for (const link of ["ratio", "distance"] as const) {
  for (const charges of CHARGES) {
    for (const cell of [undefined, 22]) {
      const fading = cell === undefined ? {} : { cutoff: "4.6 Å", switchWidth: "3.4 Å" };
      boundarySuite({
        describe,
        test,
        expect,
        name: `${link} links, ${charges}, ${cell === undefined ? "open" : "periodic"}`,
        atoms: { Q1: BUTANOL_PROBES.Q1, M1: BUTANOL_PROBES.M1, M2: BUTANOL_PROBES.M2 },
        create: () => {
          const one = butanol(cell);
          const mm = springForceField(one.system, { charges: one.charges });
          return { ...one, mm, embedded: true, boundary: linkAtoms({ link, charges, ...fading }) };
        },
      });
    }
  }
}

boundarySuite({
  describe,
  test,
  expect,
  name: "smeared charges and a cutoff in open space",
  exclusions: FADED,
  create: () => {
    const one = butanol();
    const mm = springForceField(one.system, { charges: one.charges });
    return { ...one, mm, embedded: true, boundary: linkAtoms({ smearing: "1 Å", smear: "boundary", cutoff: "6 Å" }) };
  },
});

boundarySuite({
  describe,
  test,
  expect,
  name: "mechanical embedding",
  create: () => {
    const one = butanol();
    return {
      ...one,
      mm: springForceField(one.system, { charges: one.charges }),
      embedded: false,
      boundary: linkAtoms(),
    };
  },
});
