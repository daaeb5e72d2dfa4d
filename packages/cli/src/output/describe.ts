import {
  BOHR_IN_ANGSTROM,
  ELEMENT_SYMBOLS,
  lengthsAnglesOf,
  moleculesOf,
  type Region,
  type Simulation,
  type System,
} from "@qmmm/core";
import type { LoadedInput } from "../input/load-input.js";
import { stagesOf } from "../input/schema.js";
import { ownPackage } from "../version.js";
import { bytesText } from "./numbers.js";

/** Elements and how many of each, carbon and hydrogen first (Hill's order). */
export function formula(elements: Iterable<number>): string {
  const counts = new Map<string, number>();
  for (const z of elements) {
    const symbol = ELEMENT_SYMBOLS[z]!;
    counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  }
  const rank = (symbol: string): string =>
    counts.has("C") && symbol === "C" ? "0" : counts.has("C") && symbol === "H" ? "1" : `2${symbol}`;
  return [...counts]
    .sort(([a], [b]) => rank(a).localeCompare(rank(b)))
    .map(([symbol, count]) => `${symbol}${count === 1 ? "" : count}`)
    .join("");
}

/** Options as one line, as the user wrote them. */
export function optionsText(options: Readonly<Record<string, unknown>>): string {
  const text = (value: unknown): string =>
    value === null || typeof value !== "object"
      ? String(value)
      : Array.isArray(value)
        ? `[${value.map(text).join(", ")}]`
        : `{${Object.entries(value)
            .map(([key, item]) => `${key}: ${text(item)}`)
            .join(", ")}}`;
  return Object.entries(options)
    .map(([key, value]) => `${key}: ${text(value)}`)
    .join(", ");
}

/** Atoms, molecules, residues and cell of a system. */
export function describeSystem(system: System): string[] {
  const { topology, geometry } = system;
  const molecules = new Set(moleculesOf(topology)).size;
  const lines = [
    `${topology.atomCount} atoms (${formula(topology.elements)}), ${topology.residues.length} residues, ${molecules} molecules, ${topology.bonds.length / 2} bonds`,
  ];
  if (geometry.cell === undefined) lines.push("open boundaries");
  else {
    const { a, b, c, alpha, beta, gamma } = lengthsAnglesOf(geometry.cell);
    const lengths = [a, b, c].map((length) => (length * BOHR_IN_ANGSTROM).toFixed(3));
    const angles = [alpha, beta, gamma].map((angle) => ((angle * 180) / Math.PI).toFixed(2));
    lines.push(`periodic cell ${lengths.join(" × ")} Å, angles ${angles.join(", ")} deg`);
  }
  if (system.velocities !== undefined) lines.push("velocities from the file");
  return lines;
}

const MOST_ATOMS = 60;

/** A region's atoms one by one: index from 0 and from 1, name, element, residue. */
export function describeRegion(region: Region, system: System): string[] {
  const { topology } = system;
  const { name, atoms, charge, multiplicity } = region;
  const elements = Array.from(atoms, (atom) => topology.elements[atom]!);
  const lines = [
    `${name}: ${atoms.length} atoms (${formula(elements)}), charge ${charge} e, multiplicity ${multiplicity}`,
    "  index0  index1  atom   element  residue",
  ];
  for (const atom of atoms.slice(0, MOST_ATOMS)) {
    const residue = topology.residues[topology.residueOf[atom]!]!;
    const place = `${residue.name} ${residue.id}${residue.chain === "" ? "" : ` chain ${residue.chain}`}`;
    const columns = [
      String(atom).padStart(8),
      String(atom + 1).padStart(6),
      `  ${topology.names[atom]!.padEnd(5)}`,
      ELEMENT_SYMBOLS[topology.elements[atom]!]!.padEnd(7),
      place,
    ];
    lines.push(columns.join("  "));
  }
  if (atoms.length > MOST_ATOMS) lines.push(`  … and ${atoms.length - MOST_ATOMS} more`);
  return lines;
}

function kernelLines({ kernels }: Simulation): string[] {
  const byBackend = new Map<string, string[]>();
  for (const [kernel, backend] of kernels.chosen) byBackend.set(backend, [...(byBackend.get(backend) ?? []), kernel]);
  const lines = Array.from(byBackend, ([backend, names]) => `${backend}: ${names.join(", ")}`);
  for (const { backend, reason } of kernels.rejected) lines.push(`${backend} is not used: ${reason}`);
  return lines.length === 0 ? ["none"] : lines;
}

/** A titled group of lines. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What a run is made of, for the log and for `qmmm check`. */
export function describeRun({ input, plugins, document, sha256 }: LoadedInput, simulation: Simulation): Section[] {
  const { system, partition, notes } = simulation;
  const name = ({ type, ...own }: { readonly type: string }): string => {
    const options = optionsText(own);
    return options === "" ? type : `${type} (${options})`;
  };
  const levels = Object.entries(input.levels).map(
    ([level, { method, ...own }]) => `${level}: ${name({ type: method, ...own })}`,
  );
  const sections: Section[] = [
    {
      title: "Program",
      lines: [
        `qmmm ${ownPackage().version}, Node.js ${process.versions.node}, ${process.platform} ${process.arch}`,
        `input ${document.file}, SHA-256 ${sha256.slice(0, 16)}…`,
        `plugins ${plugins.map(({ plugin }) => `${plugin.name} ${plugin.version}`).join(", ")}`,
        `seed ${input.run.seed}, threads ${input.run.threads}, memory ${bytesText(input.run.memory)}`,
      ],
    },
    { title: "System", lines: describeSystem(system) },
    { title: "Regions", lines: partition.regions.flatMap((region) => describeRegion(region, system)) },
    { title: "Levels of theory", lines: levels },
    { title: "Force field", lines: input.forcefield === undefined ? [] : [name(input.forcefield)] },
    { title: "Coupling", lines: input.coupling === undefined ? [] : [name(input.coupling)] },
    { title: "Decisions and conventions", lines: notes },
    { title: "Kernels", lines: kernelLines(simulation) },
    { title: "Tasks", lines: stagesOf(input).map(({ options }, k) => `${k + 1}. ${name(options)}`) },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}
