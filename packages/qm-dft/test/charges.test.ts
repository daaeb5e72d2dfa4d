import { test } from "vitest";
import { checkCharges, checkFukui } from "./property-checks.js";
import { PROPERTY_REFERENCES } from "./property-references.js";

const { fukui, hirshfeld } = PROPERTY_REFERENCES;
const QUICK = ["LiH PBE", "HCl PBE"];

test.each(hirshfeld.filter((one) => QUICK.includes(`${one.molecule} ${one.functional}`)))(
  "$molecule $functional: Hirshfeld and CM5 charges are those of PySCF's densities",
  checkCharges,
);

test.each(fukui.filter(({ molecule }) => molecule === "NH2"))(
  "$molecule $functional: what the ions tell is PySCF's",
  checkFukui,
);
