import type { Volume } from "@qmmm/core";

const VALUES_PER_LINE = 6;

/**
 * Writes a field in Gaussian's cube format (https://gaussian.com/cubegen): two comments, the atoms with the first point, the axes,
 * and the values, the third axis running fastest and each of its rows beginning a line. Lengths in a0, six significant digits.
 */
export function formatCube({ title, elements, nuclei, origin, axes, counts, values }: Volume): string {
  const vector = (of: Float64Array, first: number): string =>
    [0, 1, 2].map((k) => of[first + k]!.toFixed(6).padStart(12)).join("");
  const integer = (value: number): string => String(value).padStart(5);
  const lines = [
    title.replace(/[\r\n]+/g, " "),
    "Gaussian cube, lengths in a0, third axis fastest",
    integer(elements.length) + vector(origin, 0),
    ...counts.map((count, axis) => integer(count) + vector(axes, 3 * axis)),
  ];
  elements.forEach((z, a) => {
    lines.push(integer(z) + z.toFixed(6).padStart(12) + vector(nuclei, 3 * a));
  });
  const row = counts[2];
  for (let first = 0; first < values.length; first += row) {
    for (let k = 0; k < row; k += VALUES_PER_LINE) {
      const end = first + Math.min(k + VALUES_PER_LINE, row);
      let line = "";
      for (let i = first + k; i < end; i++) line += scientific(values[i]!);
      lines.push(line);
    }
  }
  return `${lines.join("\n")}\n`;
}

/** Fortran's E13.5, with a blank before and at least two digits of the exponent. */
function scientific(value: number): string {
  const [mantissa, exponent] = value.toExponential(5).split("e") as [string, string];
  return `${mantissa}E${exponent[0]}${exponent.slice(1).padStart(2, "0")}`.padStart(13);
}
