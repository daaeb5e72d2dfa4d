import { test } from "vitest";
import { checkCharges, checkFukui, checkNonlocal, checkTemperature } from "./property-checks.js";
import { PROPERTY_REFERENCES } from "./property-references.js";

const { fukui, hirshfeld, nonlocal, temperatures } = PROPERTY_REFERENCES;

test.each(hirshfeld.filter(({ functional }) => functional !== "HF"))(
  "$molecule $functional: Hirshfeld and CM5 charges are those of PySCF's densities",
  checkCharges,
);

test.each(fukui)("$molecule $functional: what the ions tell is PySCF's", checkFukui);

test.each(temperatures.filter(({ functional }) => functional !== "HF"))(
  "$molecule $functional at $kelvin K: free energy and entropy are PySCF's",
  checkTemperature,
);

test.each(nonlocal)("$molecule $functional with nonlocal correlation: the energy is PySCF's", checkNonlocal);
