import { qmMethodSuite, qmMethodUnderTest, qmTestMolecule } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import hartreeFock from "../src/index.js";

const create = (options: object) => () => qmMethodUnderTest({ plugins: [hartreeFock], id: "hf", options });

qmMethodSuite({ describe, test, expect, name: "RHF/6-31G*", create: create({ basis: "6-31G*" }) });

for (const reference of ["uhf", "rohf"]) {
  qmMethodSuite({
    describe,
    test,
    expect,
    name: `${reference.toUpperCase()}/cc-pVDZ, integrals not stored`,
    create: create({ basis: "cc-pVDZ", reference, scf: { integrals: "direct" } }),
    molecules: [qmTestMolecule("amino radical", "N 0.01 0.02 0; H 0.02 0.81 0.64; H 0.05 -0.8 0.6", 0, 2)],
  });
}
