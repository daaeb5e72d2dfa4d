import { qmMethodSuite, qmMethodUnderTest, qmTestMolecule } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import dft from "../src/index.js";

const create = (options: object) => () => qmMethodUnderTest({ plugins: [dft], id: "dft", options });

qmMethodSuite({
  describe,
  test,
  expect,
  name: "RKS r2SCAN-D4/6-31G*, fine grid",
  create: create({ functional: "r2SCAN", basis: "6-31G*", grid: 4, dispersion: "d4" }),
  coordinates: 1,
  tolerances: { rotation: 5e-5 },
});

for (const [functional, reference] of [
  ["B3LYP", "uhf"],
  ["wB97X-D3BJ", "uhf"],
  ["BLYP", "rohf"],
]) {
  qmMethodSuite({
    describe,
    test,
    expect,
    name: `${functional}/STO-3G, ${reference}`,
    create: create({ functional, basis: "STO-3G", grid: 2, reference }),
    molecules: [qmTestMolecule("amino radical", "N 0.01 0.02 0; H 0.02 0.81 0.64; H 0.05 -0.8 0.6", 0, 2)],
    coordinates: 2,
    tolerances: { rotation: 1e-4 },
  });
}
