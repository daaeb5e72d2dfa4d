import { Prmtop, prmtopTopology, psfTopology, readCharmmParameters, readCrd, readInpcrd, readPsf } from "@qmmm/io";
import { describe, expect, it } from "vitest";
import { amberParameters, charmmParameters } from "../../src/index.js";
import { charmmed } from "../amber/charmmed.js";
import { CRD, EXTENDED_PSF, PRM, PSF, RTF } from "../charmm/fixture.js";
import { ALANINE, projectFiles } from "../support.js";
import { damaged, survives } from "./mutations.js";

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const prmtop = charmmed(decode(await projectFiles.read(ALANINE.prmtop)));
const inpcrd = decode(await projectFiles.read(ALANINE.inpcrd));
const charmm = (psf: string, prm: string, rtf: string) => {
  const read = readPsf(psf, "a.psf");
  const parameters = readCharmmParameters([
    { file: "a.rtf", source: rtf },
    { file: "a.prm", source: prm },
  ]);
  return [psfTopology(read), charmmParameters(read, parameters, { coulombConstant: "charmm", skin: 2 })];
};

describe("damaged files end in a coded error or a sound reading", () => {
  const cases: [string, Iterable<string>, (text: string) => unknown][] = [
    [
      "prmtop",
      damaged(prmtop, 600, "prmtop"),
      (text) => {
        const file = new Prmtop(text, "a.prmtop");
        return [prmtopTopology(file), amberParameters(file, { coulombConstant: "amber", skin: 2 })];
      },
    ],
    ["inpcrd", damaged(inpcrd, 600, "inpcrd"), (text) => readInpcrd(text, "a.inpcrd")],
    ["PSF", damaged(PSF, 600, "psf"), (text) => charmm(text, PRM, RTF)],
    ["extended PSF", damaged(EXTENDED_PSF, 600, "ext"), (text) => charmm(text, PRM, RTF)],
    ["CHARMM parameters", damaged(PRM, 600, "prm"), (text) => charmm(PSF, text, RTF)],
    ["CHARMM topology file", damaged(RTF, 500, "rtf"), (text) => charmm(EXTENDED_PSF, PRM, text)],
    ["CHARMM coordinates", damaged(CRD, 500, "crd"), (text) => readCrd(text, "a.crd")],
  ];
  it.each(cases)("%s", (_, inputs, read) => {
    const counts = survives(inputs, read);
    expect(counts.refused).toBeGreaterThan(100);
    expect(counts.read).toBeGreaterThan(10);
  });
});
