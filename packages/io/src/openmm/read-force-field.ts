import { atomicNumber, type Resources } from "@qmmm/core";
import type {
  OpenmmAtomType,
  OpenmmForceField,
  OpenmmPatch,
  OpenmmTemplate,
  OpenmmTemplateAtom,
  OpenmmVirtualSite,
  PatchAtom,
  PatchPermission,
} from "./force-field.js";
import { readXml, type XmlNode } from "./xml.js";

/** The elements from 87 on: force fields have ions of them, structures here do not. */
const HEAVIEST = "Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr".split(" ");

/** Elements that hold no parameters, or that are read here. */
const READ = new Set(["Info", "Include", "AtomTypes", "Residues", "Patches"]);

/**
 * Reads force-field files with those that they include: a path counts from the folder of the including file, or, where
 * that does not exist, as it stands.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line, `QMMM_FILE_…` for a file that can't be read
 */
export async function loadOpenmmForceField(files: readonly string[], resources: Resources): Promise<OpenmmForceField> {
  const queue = files.map((file) => ({ file, from: "" }));
  const seen = new Set<string>();
  const roots: { readonly file: string; readonly root: XmlNode }[] = [];
  for (const wanted of queue) {
    const inFolder = wanted.from.replace(/[^/]*$/, "") + wanted.file;
    if (seen.has(inFolder)) continue;
    seen.add(inFolder);
    const root = readXml(await readEither(inFolder, wanted.file, resources), inFolder);
    roots.push({ file: inFolder, root });
    for (const include of root.named("Include")) queue.push({ file: include.string("file"), from: inFolder });
  }
  return openmmForceField(roots);
}

async function readEither(first: string, second: string, resources: Resources): Promise<Uint8Array> {
  if (first === second) return resources.read(first);
  try {
    return await resources.read(first);
  } catch {
    return await resources.read(second);
  }
}

/** Reads one force-field file without its includes. */
export function readOpenmmForceField(source: Uint8Array | string, file: string): OpenmmForceField {
  return openmmForceField([{ file, root: readXml(source, file) }]);
}

function openmmForceField(roots: readonly { readonly file: string; readonly root: XmlNode }[]): OpenmmForceField {
  for (const { root } of roots) {
    if (root.name === "ForceField") continue;
    throw root.error(`The document is a <${root.name}>`, { value: root.name, allowed: "ForceField" });
  }
  const within = (section: string, name: string): XmlNode[] =>
    roots.flatMap(({ root }) => root.child(section)?.named(name) ?? []);
  const types = readTypes(within("AtomTypes", "Type"));
  const permissions: PatchPermission[] = [];
  const templates = new Map<string, { readonly level: number; readonly template: OpenmmTemplate }>();
  for (const node of within("Residues", "Residue")) {
    const template = readTemplate(node, types);
    const level = node.integer("override", 0);
    const before = templates.get(template.name);
    if (before !== undefined && before.level === level) {
      throw node.error(`There are two templates "${template.name}" with the same override level`, {
        value: template.name,
        allowed: "one template per name, or different values of override",
        action: "Leave one of the force field's files out",
      });
    }
    if (before === undefined || before.level < level) {
      // A template that overrides takes its place after all earlier ones.
      templates.delete(template.name);
      templates.set(template.name, { level, template });
    }
    for (const allow of node.named("AllowPatch")) {
      const [patch, residue] = allow.string("name").split(":") as [string, string?];
      permissions.push({ template: template.name, patch, residue: Number(residue ?? 1) - 1 });
    }
  }
  const patches = new Map<string, OpenmmPatch>();
  for (const node of within("Patches", "Patch")) {
    const patch = readPatch(node, types);
    patches.set(patch.name, patch);
    for (const apply of node.named("ApplyToResidue")) {
      const { residue, name } = patchAtom(apply.string("name"));
      permissions.push({ template: name, patch: patch.name, residue });
    }
  }
  return {
    files: roots.map(({ file }) => file),
    types,
    templates: [...templates.values()].map(({ template }) => template),
    patches,
    permissions,
    sections: roots.flatMap(({ root }) => root.children.filter(({ name }) => !READ.has(name))),
  };
}

function readTypes(nodes: readonly XmlNode[]): Map<string, OpenmmAtomType> {
  const types = new Map<string, OpenmmAtomType>();
  for (const node of nodes) {
    const name = node.string("name");
    if (types.has(name)) {
      throw node.error(`There are two types of atoms "${name}"`, { value: name, allowed: "every type once" });
    }
    const symbol = node.optional("element");
    const element = symbol === undefined || symbol === "EP" ? 0 : numberOf(symbol);
    if (element === undefined) {
      throw node.error(`"${symbol}" is not an element`, { value: symbol, allowed: "an element's symbol" });
    }
    types.set(name, { name, class: node.string("class"), element, mass: node.real("mass") });
  }
  return types;
}

function numberOf(symbol: string): number | undefined {
  const heavy = HEAVIEST.indexOf(symbol);
  return heavy < 0 ? atomicNumber(symbol === "D" ? "H" : symbol) : 87 + heavy;
}

function templateAtom(node: XmlNode, name: string, types: ReadonlyMap<string, OpenmmAtomType>): OpenmmTemplateAtom {
  const type = node.string("type");
  if (!types.has(type)) {
    throw node.error(`The type "${type}" of atom ${name} is not defined`, {
      value: type,
      allowed: "a type in <AtomTypes>",
      action: "Name the force field's other files too",
    });
  }
  const parameters: Record<string, number> = Object.create(null);
  for (const key of ["charge", "sigma", "epsilon", "sigma14", "epsilon14"]) {
    if (node.optional(key) !== undefined) parameters[key] = node.real(key);
  }
  return { name, type, externalBonds: 0, parameters };
}

function readTemplate(node: XmlNode, types: ReadonlyMap<string, OpenmmAtomType>): OpenmmTemplate {
  const atoms = node.named("Atom").map((atom) => templateAtom(atom, atom.string("name"), types));
  const indexOf = new Map(atoms.map((atom, k) => [atom.name, k]));
  if (indexOf.size < atoms.length) throw node.error(`<Residue> ${node.string("name")} has an atom's name twice`);
  const atomOf = (bond: XmlNode, byName: string, byIndex: string): number => {
    const name = bond.optional(byName);
    if (name === undefined) return bond.indices([byIndex], atoms.length)[0]!;
    const index = indexOf.get(name);
    if (index === undefined) {
      throw bond.error(`The template has no atom "${name}"`, { value: name, allowed: [...indexOf.keys()] });
    }
    return index;
  };
  const bonds = node.named("Bond").map((bond): [number, number] => {
    const [a, b] = [atomOf(bond, "atomName1", "from"), atomOf(bond, "atomName2", "to")];
    if (a === b) throw bond.error("An atom is bonded to itself", { value: atoms[a]!.name });
    return [a, b];
  });
  const external = atoms.map(() => 0);
  for (const bond of node.named("ExternalBond")) external[atomOf(bond, "atomName", "from")]!++;
  return {
    name: node.string("name"),
    file: node.place.file ?? "",
    patches: [],
    atoms: atoms.map((atom, k) => ({ ...atom, externalBonds: external[k]! })),
    bonds,
    virtualSites: node.named("VirtualSite").map((site) =>
      readVirtualSite(
        site,
        (byName, byIndex) => atoms[atomOf(site, byName, byIndex)]!.name,
        (index) => atoms[index]?.name,
      ),
    ),
  };
}

/**
 * @param atomOf - name of the atom that one of two attributes states: by name or by index
 * @param nameOf - name of the atom of an index
 */
function readVirtualSite(
  node: XmlNode,
  atomOf: (byName: string, byIndex: string) => string,
  nameOf: (index: number) => string | undefined,
): OpenmmVirtualSite {
  const parents: string[] = [];
  const stated = (k: number): boolean =>
    node.optional(`atomName${k}`) !== undefined || node.optional(`atom${k}`) !== undefined;
  for (let k = 1; stated(k); k++) parents.push(atomOf(`atomName${k}`, `atom${k}`));
  const [first] = parents;
  if (first === undefined) throw node.error("A <VirtualSite> follows no atoms", { allowed: "atomName1, atomName2, …" });
  const excludeWith = node.optional("excludeWith") === undefined ? first : nameOf(node.integer("excludeWith"));
  if (excludeWith === undefined) throw node.error("excludeWith names no atom of the residue");
  return { site: atomOf("siteName", "index"), parents, excludeWith, node };
}

function patchAtom(description: string): PatchAtom {
  const colon = description.indexOf(":");
  if (colon < 0) return { residue: 0, name: description };
  return { residue: Number(description.slice(0, colon)) - 1, name: description.slice(colon + 1) };
}

function readPatch(node: XmlNode, types: ReadonlyMap<string, OpenmmAtomType>): OpenmmPatch {
  const residues = node.integer("residues", 1);
  const checked = (part: XmlNode, attribute: string): PatchAtom => {
    const atom = patchAtom(part.string(attribute));
    if (Number.isInteger(atom.residue) && atom.residue >= 0 && atom.residue < residues) return atom;
    throw part.error(`"${part.string(attribute)}" is in none of the patch's residues`, {
      value: part.string(attribute),
      allowed: `residues 1 to ${residues}`,
    });
  };
  const atoms = (name: string) =>
    node.named(name).map((part) => {
      const at = checked(part, "name");
      return { ...at, atom: templateAtom(part, at.name, types) };
    });
  const pairs = (name: string) =>
    node.named(name).map((part): [PatchAtom, PatchAtom] => [checked(part, "atomName1"), checked(part, "atomName2")]);
  const single = (name: string, attribute: string) => node.named(name).map((part) => checked(part, attribute));
  return {
    name: node.string("name"),
    residues,
    added: atoms("AddAtom"),
    changed: atoms("ChangeAtom"),
    removed: single("RemoveAtom", "name"),
    addedBonds: pairs("AddBond"),
    removedBonds: pairs("RemoveBond"),
    addedExternalBonds: single("AddExternalBond", "atomName"),
    removedExternalBonds: single("RemoveExternalBond", "atomName"),
    virtualSites: node.named("VirtualSite").map((site) =>
      readVirtualSite(
        site,
        (byName) => patchAtom(site.string(byName)).name,
        () => undefined,
      ),
    ),
    place: node.place,
  };
}
