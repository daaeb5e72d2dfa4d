import { nearestSpelling } from "@qmmm/core";
import { formatError } from "../text/text-file.js";
import { readAtomType } from "./atom-type.js";
import { MoleculeBuilder, noInteractions, readInteraction } from "./molecule.js";
import { type PreprocessorOptions, preprocess } from "./preprocess.js";
import { Row } from "./row.js";
import {
  type GromacsAtomType,
  type GromacsDefaults,
  type GromacsMolecule,
  type GromacsTopology,
  type GromacsType,
  INTERACTION_SECTIONS,
  type InteractionSection,
  TYPE_SECTIONS,
  type TypeSection,
} from "./topology.js";

/** More atoms than memory holds. */
const MOST_ATOMS = 50_000_000;

/** Sections of implicit solvents, which current GROMACS ignores too. */
const IGNORED: ReadonlySet<string> = new Set(["implicit_genborn_params", "implicit_surface_params"]);

/** Names of sections that GROMACS has renamed. */
const RENAMED: Readonly<Record<string, string>> = {
  dummies1: "virtual_sites1",
  dummies2: "virtual_sites2",
  dummies3: "virtual_sites3",
  dummies4: "virtual_sites4",
  dummiesn: "virtual_sitesn",
};

const SECTIONS: readonly string[] = [
  "defaults",
  "atomtypes",
  ...Object.keys(TYPE_SECTIONS),
  "moleculetype",
  "atoms",
  ...Object.keys(INTERACTION_SECTIONS),
  "exclusions",
  "virtual_sitesn",
  "system",
  "molecules",
  "intermolecular_interactions",
  ...IGNORED,
];

/** Names of sections count without underscores, hyphens and letter case, as in GROMACS. */
function plain(section: string): string {
  return section.toLowerCase().replace(/[_-]/g, "");
}

function isTypeSection(name: string): name is TypeSection {
  return Object.hasOwn(TYPE_SECTIONS, name);
}

function isInteractionSection(name: string): name is InteractionSection {
  return Object.hasOwn(INTERACTION_SECTIONS, name);
}

/**
 * Reads a GROMACS topology with all it includes (manual, "Topology file formats").
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming file and line, `QMMM_FILE_NOT_FOUND` for a missing include
 */
export async function readGromacsTopology(
  source: Uint8Array | string,
  file: string,
  options: PreprocessorOptions,
): Promise<GromacsTopology> {
  const parser = new TopologyParser(file);
  for (const line of await preprocess(source, file, options)) {
    if (line.text.startsWith("[")) parser.open(new Row(line, ""), line.text);
    else parser.read(line.text, (section) => new Row(line, section));
  }
  return parser.finish();
}

class TopologyParser {
  private section = "";
  private defaults: GromacsDefaults | undefined;
  private title = "";
  private readonly atomTypes = new Map<string, GromacsAtomType>();
  private readonly types: Record<TypeSection, GromacsType[]> = {
    bondtypes: [],
    constrainttypes: [],
    pairtypes: [],
    nonbond_params: [],
    angletypes: [],
    dihedraltypes: [],
    cmaptypes: [],
  };
  private readonly moleculeTypes = new Map<string, GromacsMolecule>();
  private readonly molecules: { molecule: GromacsMolecule; count: number }[] = [];
  private readonly intermolecular = noInteractions();
  private current: MoleculeBuilder | undefined;
  private isIntermolecular = false;
  private atomCount = 0;

  constructor(private readonly file: string) {}

  open(row: Row, text: string): void {
    const written = /^\[\s*([\w-]+)\s*\]$/.exec(text.trim())?.[1] ?? "";
    const renamed = RENAMED[written.toLowerCase()] ?? written;
    const name = SECTIONS.find((section) => plain(section) === plain(renamed));
    if (name === undefined) {
      const near = nearestSpelling(renamed, SECTIONS);
      throw row.error(`"${text}" begins no section of a topology`, {
        value: text,
        allowed: SECTIONS,
        ...(near === undefined ? {} : { action: `Did you mean [ ${near} ]?` }),
      });
    }
    this.section = name;
    if (name === "moleculetype" || name === "system" || name === "molecules") this.closeMolecule();
    if (name === "intermolecular_interactions") this.isIntermolecular = true;
    else if (!isInteractionSection(name)) this.isIntermolecular = false;
  }

  read(text: string, rowOf: (section: string) => Row): void {
    const { section } = this;
    const row = rowOf(section);
    if (section === "" && text.startsWith("*")) return; // the header of a force field
    if (section === "") throw row.error("there are entries before the first section", { value: text });
    if (isTypeSection(section)) this.types[section].push(readType(row, section));
    else if (isInteractionSection(section)) this.readInteraction(row, section);
    else if (section === "defaults") this.readDefaults(row);
    else if (section === "atomtypes") {
      const type = readAtomType(row);
      this.atomTypes.set(type.name, type);
    } else if (section === "moleculetype") this.readMoleculeType(row);
    else if (section === "atoms") this.molecule(row).addAtom(row, this.atomTypes);
    else if (section === "exclusions") this.molecule(row).addExclusions(row);
    else if (section === "virtual_sitesn") this.molecule(row).addVirtualSiteN(row);
    else if (section === "system") this.title = this.title === "" ? text.trim() : this.title;
    else if (section === "molecules") this.readMolecules(row);
    else if (section === "intermolecular_interactions") {
      throw row.error("entries must be in sections such as [ bonds ]", { value: text });
    }
  }

  private molecule(row: Row): MoleculeBuilder {
    if (this.current !== undefined) return this.current;
    throw row.error("the section belongs to no molecule", {
      action: "Put it after the [ moleculetype ] that it belongs to",
    });
  }

  private readDefaults(row: Row): void {
    if (this.defaults !== undefined) throw row.error("there are defaults already", { action: "Keep one of them" });
    const nonbondedFunction = row.integer(0, "the nonbonded function");
    const combinationRule = row.integer(1, "the combination rule");
    const { fields } = row;
    const generate = (fields[2] ?? "no").toLowerCase();
    for (const [value, allowed, what] of [
      [nonbondedFunction, ["1", "2"], "nonbonded function"],
      [combinationRule, ["1", "2", "3"], "combination rule"],
      [generate, ["yes", "no"], "value of gen-pairs"],
    ] as const) {
      if (!(allowed as readonly string[]).includes(String(value)))
        throw row.error(`there is no ${what} ${value}`, { value, allowed });
    }
    this.defaults = {
      nonbondedFunction,
      combinationRule,
      generatePairs: generate === "yes",
      fudgeLJ: fields.length > 3 ? row.real(3, "fudgeLJ") : 1,
      fudgeQQ: fields.length > 4 ? row.real(4, "fudgeQQ") : 1,
    };
  }

  private readMoleculeType(row: Row): void {
    if (this.current !== undefined) throw row.error("a molecule has one line here", { value: row.fields.join(" ") });
    const name = row.word(0, "a name and nrexcl");
    const nrexcl = row.integer(1, "nrexcl");
    if (nrexcl < 0) throw row.error(`nrexcl is ${nrexcl}`, { value: nrexcl, allowed: "0 or more" });
    if (this.moleculeTypes.has(name)) throw row.error(`there is a molecule "${name}" already`, { value: name });
    this.current = new MoleculeBuilder(name, nrexcl, row.place);
  }

  private closeMolecule(): void {
    if (this.current !== undefined) this.moleculeTypes.set(this.current.name, this.current.finish());
    this.current = undefined;
  }

  private readInteraction(row: Row, section: InteractionSection): void {
    if (this.isIntermolecular) this.intermolecular[section].push(readInteraction(row, section, this.atomCount));
    else this.molecule(row).addInteraction(row, section);
  }

  private readMolecules(row: Row): void {
    const name = row.word(0, "a molecule and a number");
    const count = row.integer(1, "the number of molecules");
    // GROMACS ignores the letter case where nothing matches exactly.
    const lower = name.toLowerCase();
    const molecule =
      this.moleculeTypes.get(name) ??
      [...this.moleculeTypes.values()].find((candidate) => candidate.name.toLowerCase() === lower);
    if (molecule === undefined) {
      throw row.error(`there is no molecule "${name}"`, { value: name, allowed: [...this.moleculeTypes.keys()] });
    }
    if (count < 0) throw row.error(`there are ${count} of ${name}`, { value: count, allowed: "0 or more" });
    this.atomCount += count * molecule.atoms.length;
    if (this.atomCount > MOST_ATOMS) {
      throw row.error(`the system would have ${this.atomCount} atoms`, {
        value: count,
        allowed: `${MOST_ATOMS} atoms`,
      });
    }
    this.molecules.push({ molecule, count });
  }

  finish(): GromacsTopology {
    this.closeMolecule();
    const { defaults } = this;
    if (defaults === undefined) {
      throw formatError(this.file, undefined, "The topology has no section [ defaults ]", {
        action: "Include the force field before the molecules",
      });
    }
    if (this.atomCount === 0) {
      throw formatError(this.file, undefined, "The topology has no section [ molecules ] that names a molecule", {
        action: "Check that the file is complete, and a system rather than a part to be included",
      });
    }
    const { file, title, atomTypes, types, molecules, intermolecular, atomCount } = this;
    return { file, title, defaults, atomTypes, types, molecules, intermolecular, atomCount };
  }
}

/** Reads a line of parameters by types; of `dihedraltypes` also the short form with two types. */
function readType(row: Row, section: TypeSection): GromacsType {
  const count = TYPE_SECTIONS[section];
  const short = section === "dihedraltypes" && /^\d$/.test(row.fields[2] ?? "");
  const named = short ? 2 : count;
  row.atLeast(named + 1, `${named} types, a function and parameters`);
  const kind = row.integer(named, "the function");
  const [first, second] = row.fields as [string, string];
  // Two types: the outer atoms of an improper, the inner ones of another dihedral.
  const types = !short
    ? row.fields.slice(0, count)
    : kind === 2 || kind === 4
      ? [first, "X", "X", second]
      : ["X", first, second, "X"];
  const parameters = row.realsFrom(named + 1);
  if (section === "cmaptypes") {
    const [nx, ny] = parameters;
    const grid = nx !== undefined && Number.isInteger(nx) && nx >= 2 && nx === ny;
    if (!grid || parameters.length !== 2 + nx * nx) {
      throw row.error(`a grid of ${nx} by ${ny} with ${parameters.length - 2} values is none`, {
        value: parameters.length,
        allowed: "two equal numbers n and n² values",
      });
    }
  }
  return { types, function: kind, parameters, place: row.place };
}
