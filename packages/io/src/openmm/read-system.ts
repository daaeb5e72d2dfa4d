import type { XmlNode } from "./xml.js";
import { readXml } from "./xml.js";

/** A serialised OpenMM System (`XmlSerializer.serialize(system)`), in OpenMM's units: nm, kJ/mol, rad, e, u. */
export interface OpenmmSystem {
  readonly file: string;
  /** u; length N. */
  readonly masses: Float64Array;
  /** Three vectors as rows, nm: those that OpenMM starts from. */
  readonly box: Float64Array;
  /** Fixed distances, nm. */
  readonly constraints: readonly { readonly atoms: readonly number[]; readonly distance: number }[];
  /** Particles that follow others, each with the element that says how. */
  readonly virtualSites: readonly { readonly site: number; readonly node: XmlNode }[];
  /** The `<Force>` elements, unread: their attribute `type` says what they are. */
  readonly forces: readonly XmlNode[];
}

/**
 * Reads a serialised System.
 *
 * @throws QmmmError `QMMM_FILE_FORMAT` naming the line
 */
export function readOpenmmSystem(source: Uint8Array | string, file: string): OpenmmSystem {
  const root = readXml(source, file);
  if (root.name !== "System") {
    throw root.error(`The document is a <${root.name}>`, {
      value: root.name,
      allowed: "System, as OpenMM's XmlSerializer writes it",
    });
  }
  const particles = section(root, "Particles").named("Particle");
  const box = section(root, "PeriodicBoxVectors");
  const forces = section(root, "Forces").named("Force");
  for (const force of forces) force.string("type");
  return {
    file,
    masses: Float64Array.from(particles, (particle) => particle.real("mass")),
    box: Float64Array.from(
      ["A", "B", "C"].flatMap((name) => {
        const vector = section(box, name);
        return ["x", "y", "z"].map((axis) => vector.real(axis));
      }),
    ),
    constraints: (root.child("Constraints")?.named("Constraint") ?? []).map((constraint) => ({
      atoms: constraint.indices(["p1", "p2"], particles.length),
      distance: constraint.real("d"),
    })),
    virtualSites: particles.flatMap((particle, site) => particle.children.map((node) => ({ site, node }))),
    forces,
  };
}

function section(node: XmlNode, name: string): XmlNode {
  const found = node.child(name);
  if (found === undefined) throw node.error(`<${node.name}> lacks <${name}>`, { allowed: `<${name}>` });
  return found;
}
