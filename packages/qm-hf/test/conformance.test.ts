import { qmMethodSuite, qmMethodUnderTest, qmTestMolecule } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import hartreeFock from "../src/index.js";

const create = (options: object) => () => qmMethodUnderTest({ plugins: [hartreeFock], id: "hf", options });

qmMethodSuite({ describe, test, expect, name: "RHF/STO-3G", create: create({ basis: "STO-3G" }), coordinates: 4 });

const aminoRadical = qmTestMolecule("amino radical", "N 0.01 0.02 0; H 0.02 0.81 0.64; H 0.05 -0.8 0.6", 0, 2);

qmMethodSuite({
  describe,
  test,
  expect,
  name: "UHF/STO-3G",
  create: create({ basis: "STO-3G" }),
  molecules: [aminoRadical],
  coordinates: 2,
});

qmMethodSuite({
  describe,
  test,
  expect,
  name: "ROHF/STO-3G, integrals not stored",
  create: create({ basis: "STO-3G", reference: "rohf", scf: { integrals: "direct" } }),
  molecules: [aminoRadical],
  coordinates: 2,
});
