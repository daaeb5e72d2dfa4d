import type { Geometry, PerAtom, ResultTable, Topology } from "@qmmm/core";
import { formatExtendedXyz } from "@qmmm/io";

/** Decimals of the numbers of a table. */
const DECIMALS = 6;

/** A table as lines of a log, columns aligned. */
export function tableLines({ title, unit, columns, rows }: ResultTable): string[] {
  const names = Math.max(0, ...rows.map(({ name }) => name.length));
  const texts = rows.map(({ values }) => values.map((value) => value.toFixed(DECIMALS)));
  const widths = columns.map((column, k) => Math.max(column.length, ...texts.map((row) => row[k]!.length)));
  const line = (name: string, cells: readonly string[]): string =>
    `  ${name.padEnd(names)}${cells.map((cell, k) => `  ${cell.padStart(widths[k]!)}`).join("")}`.trimEnd();
  return [`${title}, ${unit}`, line("", columns), ...rows.map(({ name }, k) => line(name, texts[k]!))];
}

/** Numbers of each atom as columns of an extended XYZ file; the comment says their units. */
export function perAtomText(
  topology: Topology,
  geometry: Geometry,
  columns: Readonly<Record<string, PerAtom>>,
): string {
  const info = Object.fromEntries(Object.entries(columns).map(([name, { unit }]) => [`${name}_unit`, unit]));
  return formatExtendedXyz(topology, geometry, { columns, residues: true, info });
}
