import { QM_TEST_MOLECULES, qmMethodSuite, qmMethodUnderTest, qmTestMolecule } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import xtb from "../src/index.js";

const create = (id: string, options: object) => () => qmMethodUnderTest({ plugins: [xtb], id, options });
const tight = { scf: { tolerance: 1e-10 } };
const aminoRadical = qmTestMolecule("amino radical", "N 0.01 0.02 0; H 0.02 0.81 0.64; H 0.05 -0.8 0.6", 0, 2);
// d functions, a halogen bond, and a coordination number between those of the references.
const chloramine = qmTestMolecule(
  "chloramine and ammonia",
  `N 0.1 0.02 -0.03; H 0.4 0.9 0.2; H 0.35 -0.5 0.85;
  Cl 0.7 -0.6 -1.4; N 1.3 -1.3 -4.1; H 2.2 -1.0 -4.4; H 0.7 -0.9 -4.8; H 1.2 -2.3 -4.2`.replace(/\n/g, ""),
);
const molecules = [QM_TEST_MOLECULES[1]!, aminoRadical, chloramine];

for (const [id, embedding] of [
  ["gfn2", "multipole"],
  ["gfn2", "monopole"],
  ["gfn1", "monopole"],
  ["gfn1", "multipole"],
] as const) {
  const options = { embedding, siteRadius: "2 bohr", siteHardness: "0.6 Eh", ...tight };
  qmMethodSuite({
    describe,
    test,
    expect,
    name: `${id}, ${embedding} embedding`,
    create: create(id, options),
    coordinates: 2,
    molecules: embedding === (id === "gfn2" ? "multipole" : "monopole") ? molecules : molecules.slice(0, 1),
  });
}
