import type { Volume } from "@qmmm/core";
import { TextFile } from "../text/text-file.js";
import { ANGSTROM } from "../units.js";

const MOST_POINTS = 5e8;

/**
 * Reads a Gaussian cube file. Lengths are in a0, or, where the numbers of points are negative, in Å. A negative number of atoms
 * says that several fields (orbitals) follow, interleaved; each becomes a volume of its own.
 *
 * @throws FileError `QMMM_FILE_FORMAT` with the line
 */
export function readCube(source: Uint8Array | string, file: string): Volume[] {
  const text = new TextFile(source, file);
  const fields = (line: number): string[] => text.line(line).trim().split(/\s+/);
  const numbers = (line: number, count: number, what: string): number[] => {
    const found = fields(line);
    if (found.length < count)
      throw text.error(line, `${what} should have ${count} numbers`, { value: text.line(line) });
    return found.slice(0, count).map((field) => text.real(field, line, what));
  };
  const title = text.line(1).trim();
  const [atoms, ...first] = numbers(3, 4, "Number of atoms and origin") as [number, number, number, number];
  const atomCount = Math.abs(atoms);
  const steps = [4, 5, 6].map((line) => numbers(line, 4, "Number of points and axis"));
  const unit = steps[0]![0]! < 0 ? ANGSTROM : 1;
  const counts = steps.map(([count]) => Math.abs(count!)) as [number, number, number];
  const total = counts[0] * counts[1] * counts[2];
  if (!Number.isInteger(atomCount) || !counts.every(Number.isInteger) || !(total >= 1 && total <= MOST_POINTS)) {
    throw text.error(3, "Numbers of atoms and points should be whole, and of points positive", {
      value: [atoms, ...counts].join(" "),
      allowed: `at most ${MOST_POINTS} points`,
    });
  }
  const elements = new Uint8Array(atomCount);
  const nuclei = new Float64Array(3 * atomCount);
  for (let a = 0; a < atomCount; a++) {
    const [z, , ...position] = numbers(7 + a, 5, "Atom");
    elements[a] = z!;
    for (let k = 0; k < 3; k++) nuclei[3 * a + k] = unit * position[k]!;
  }
  let line = 7 + atomCount;
  let fieldNames = [title];
  if (atoms < 0) {
    const listed: string[] = [];
    // The number of fields, then a label for each, over as many lines as it takes.
    do listed.push(...fields(line++));
    while (listed.length < 1 + Number(listed[0]) && line <= text.lastLine);
    fieldNames = listed.slice(1).map((label) => `${title} ${label}`.trim());
  }
  const count = fieldNames.length;
  const values = fieldNames.map(() => new Float64Array(total));
  let filled = 0;
  for (; line <= text.lastLine && filled < count * total; line++) {
    for (const field of fields(line)) {
      if (field === "" || filled >= count * total) continue;
      values[filled % count]![Math.floor(filled / count)] = text.real(field, line, "Value");
      filled++;
    }
  }
  if (filled < count * total) {
    throw text.error(text.lastLine, `The file ends after ${filled} of ${count * total} values`, { value: filled });
  }
  const origin = Float64Array.from(first, (x) => unit * x);
  const axes = Float64Array.from(
    steps.flatMap((step) => step.slice(1)),
    (x) => unit * x,
  );
  return values.map((own, i) => ({
    title: fieldNames[i]!,
    elements: elements.slice(),
    nuclei: nuclei.slice(),
    origin: origin.slice(),
    axes: axes.slice(),
    counts,
    values: own,
  }));
}
