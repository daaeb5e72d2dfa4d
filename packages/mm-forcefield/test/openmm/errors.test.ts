import { describe, expect, it } from "vitest";
import { errorOf, forceField } from "../support.js";
import { constructs, files, fixture } from "./fixture.js";

const FIELD = fixture("constructs.xml").replace("ORDERING", "amber");
const SYSTEM = fixture("system.xml");

async function refusal(id: string, text: string, periodic: boolean) {
  const options = { xml: id === "openmm" ? ["field.xml"] : "field.xml" };
  const made = await forceField(id, options, files({ "field.xml": text }));
  return errorOf(made.forceField.assign(constructs(periodic)));
}

describe("openmm refuses", () => {
  it.each([
    [
      "a Python program",
      FIELD.replace("</ForceField>", "<Script>\nimport os\n</Script></ForceField>"),
      "TERM_UNSUPPORTED",
      /Python program .*import os/,
    ],
    [
      "forces it lacks",
      FIELD.replace("</ForceField>", "<GBSAOBCForce/></ForceField>"),
      "TERM_UNSUPPORTED",
      /<GBSAOBCForce>/,
    ],
    [
      "a residue without template",
      FIELD.replace(/<Residue name="THIOL">[\s\S]*?<\/Residue>/, ""),
      "TEMPLATE_MISSING",
      /residue D 3 of chain A; the closest is AMINE/,
    ],
    [
      "other bonds",
      FIELD.replace('<Bond atomName1="CA" atomName2="C"/>', '<Bond atomName1="H" atomName2="C"/>'),
      "TEMPLATE_MISSING",
      /RIGHT, with the same atoms/,
    ],
    [
      "two templates that differ",
      FIELD.replace(
        "</Residues>",
        `${/<Residue name="LEFT">[\s\S]*?<\/Residue>/.exec(FIELD)![0].replace("LEFT", "OTHER").replace("-0.10", "-0.2")}</Residues>`,
      ),
      "TEMPLATE_AMBIGUOUS",
      /LEFT, OTHER/,
    ],
    [
      "a virtual site of an unknown type",
      FIELD.replace(
        "</Residue>",
        '<VirtualSite type="average9" index="0" atom1="1" atom2="2" weight1="1" weight2="0"/></Residue>',
      ),
      "TERM_UNSUPPORTED",
      /average9/,
    ],
    [
      "a type without parameters",
      FIELD.replace('<Atom type="s" sigma="0.356" epsilon="1.05"/>', ""),
      "PARAMETERS_MISSING",
      /no charge to atom S of type s/,
    ],
    ["an unknown order", FIELD.replace('"amber"', '"alphabetical"'), "PARAMETERS_INVALID", /alphabetical/],
  ])("%s", async (_, text, code, message) => {
    const error = await refusal("openmm", text, false);
    expect(error.code).toBe(`QMMM_MM_${code}`);
    expect(error.message).toMatch(message);
    expect(error.details.action).toMatch(/^[A-Z`][^.]{8,}/);
  });

  it("takes the template that the input names", async () => {
    const other = /<Residue name="LEFT">[\s\S]*?<\/Residue>/
      .exec(FIELD)![0]
      .replace("LEFT", "OTHER")
      .replace("-0.10", "-0.2");
    const text = FIELD.replace("</Residues>", `${other}</Residues>`);
    const options = { xml: ["field.xml"], templates: { A: "OTHER" } };
    const made = await forceField("openmm", options, files({ "field.xml": text }));
    expect((await made.forceField.assign(constructs(false))).charges[0]).toBe(-0.2);
  });
});

describe("openmm-system refuses", () => {
  it.each([
    [
      "an unknown force",
      SYSTEM.replace('type="CMAPTorsionForce"', 'type="GBSAOBCForce"'),
      "TERM_UNSUPPORTED",
      /GBSAOBCForce/,
    ],
    ["an unknown expression", fixture("nbfix-system.xml").replace("/r^12", "/r^11"), "TERM_UNSUPPORTED", /r\^11/],
    [
      "a switched LJPME",
      SYSTEM.replace(/method="2"/, 'method="5"'),
      "TERM_UNSUPPORTED",
      /LJPME with a switching function/,
    ],
    [
      "an unknown virtual site",
      SYSTEM.replace(/<Particle mass="12.011"\/>/, '<Particle mass="0"><SymmetrySite p1="1"/></Particle>'),
      "TERM_UNSUPPORTED",
      /SymmetrySite/,
    ],
    ["another system", SYSTEM.replace(/<Particle mass="12.011"\/>/, ""), "TOPOLOGY_MISMATCH", /18 particles/],
  ])("%s", async (_, text, code, message) => {
    const error = await refusal("openmm-system", text, true);
    expect(error.code).toBe(`QMMM_MM_${code}`);
    expect(error.message).toMatch(message);
  });
});
