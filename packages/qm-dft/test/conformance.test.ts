import { QM_TEST_MOLECULES, qmMethodSuite, qmMethodUnderTest } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import dft from "../src/index.js";

const options = { functional: "PBE", basis: "STO-3G", grid: 0, dispersion: "d4" };

qmMethodSuite({
  describe,
  test,
  expect,
  name: "RKS PBE-D4/STO-3G, coarse grid",
  create: () => qmMethodUnderTest({ plugins: [dft], id: "dft", options }),
  molecules: QM_TEST_MOLECULES.slice(0, 1),
  coordinates: 1,
  // The grid does not turn with the molecule: energies differ by what the coarse grid is wrong.
  // The grid is coarse and does not turn with the molecule: this is how wrong it is.
  tolerances: { rotation: 3e-3, integratedCharges: 5e-3 },
});
