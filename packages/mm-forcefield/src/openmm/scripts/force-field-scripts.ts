import type { OpenmmTemplate, XmlNode } from "@qmmm/io";
import { invalid, unsupported } from "../errors.js";
import { CharmmImpropers } from "./charmm-impropers.js";
import { fingerprint } from "./fingerprint.js";
import { PairScales } from "./pair-scales.js";
import { type PythonProgram, pythonProgram } from "./python-tables.js";

type Script =
  | "CHARMM version"
  | "CHARMM impropers"
  | "GLYCAM pairs"
  | "GLYCAM templates"
  | "lipid pairs"
  | "implicit solvent";

/**
 * The programs that the force fields of OpenMM 8 bring along, by the fingerprint of their code without tables. Whatever else a file
 * wants to run is refused.
 */
const KNOWN: ReadonlyMap<string, Script> = new Map([
  ["dd144bde35d21c64", "CHARMM version"],
  ["d3b9c330a765dd66", "CHARMM impropers"],
  ["a73e9df5b128fafb", "GLYCAM pairs"],
  ["8ff303c241890930", "GLYCAM templates"],
  ["964d4b646e044ec2", "lipid pairs"],
  ["99b76018b1a5ddf6", "implicit solvent"],
  ["c1f7e14f636e4809", "implicit solvent"],
  ["29298d3e54c54b0c", "implicit solvent"],
  ["79e49af006d62f9a", "implicit solvent"],
  ["1d1e21d99bee82f7", "implicit solvent"],
]);

/** The embedded programs of force-field files, recognised and done anew: none is ever run. */
export class ForceFieldScripts {
  /** Improper torsions by names of residues, of CHARMM36 since 2024. */
  readonly impropers: CharmmImpropers[] = [];
  /** Pairs three bonds apart with scales of their own: GLYCAM, Lipid21. */
  readonly pairs: PairScales[] = [];
  /** Files whose residues take the template of their own name, so that sugars of one constitution are told apart. */
  readonly namedFiles = new Set<string>();
  private version: string | undefined;

  /**
   * Takes up a section; false where it is no program.
   *
   * @throws QmmmError `QMMM_MM_TERM_UNSUPPORTED` for an unknown program, `QMMM_MM_PARAMETERS_INVALID` for versions that do not
   * fit together
   */
  add(section: XmlNode): boolean {
    if (section.name !== "Script" && section.name !== "InitializationScript") return false;
    const program = pythonProgram(section.text, section.place);
    const script = KNOWN.get(fingerprint(program.code));
    if (script === undefined) throw unknown(section);
    this.take(script, program, section);
    return true;
  }

  /** Whether residues of a template's file go by its name. */
  goesByName({ file }: OpenmmTemplate): boolean {
    return this.namedFiles.has(file);
  }

  private take(script: Script, program: PythonProgram, section: XmlNode): void {
    if (script === "CHARMM version") this.requireVersion(program, section);
    else if (script === "CHARMM impropers") this.impropers.push(new CharmmImpropers(program.tables, section.place));
    else if (script === "GLYCAM pairs") this.pairs.push(PairScales.ofGlycam(program.tables));
    else if (script === "lipid pairs") this.pairs.push(PairScales.ofLipids(program.tables));
    else if (script === "GLYCAM templates") this.namedFiles.add(section.place.file ?? "");
    else {
      throw unsupported(section.place, "the force field adds an implicit solvent", {
        value: script,
        allowed: "force fields with fixed charges, in vacuum or explicit solvent",
        action: "Leave the file out, or use another force field",
      });
    }
  }

  private requireVersion({ tables }: PythonProgram, section: XmlNode): void {
    const version = String(tables.get("EXPECTED_VERSION"));
    if (this.version !== undefined && this.version !== version) {
      throw invalid(section.place, `${version} does not go together with ${this.version}`, {
        value: version,
        allowed: this.version,
        action: "Take protein and water from one version of CHARMM's force field",
      });
    }
    this.version = version;
  }
}

function unknown(section: XmlNode): Error {
  const first = section.text.trim().split("\n")[0]!.trim();
  return unsupported(section.place, `the force field runs a Python program (<${section.name}>, "${first}…")`, {
    value: first,
    allowed: "the programs of OpenMM's own CHARMM36, GLYCAM and Lipid21 files, which are recognised",
    action: "Use a force field without it, or let OpenMM apply it and use openmm-system",
  });
}
