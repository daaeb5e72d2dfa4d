import { ELEMENT_SYMBOLS } from "@qmmm/core";
import type { GaussianBasis } from "../../basis/gaussian-basis.js";

const LETTERS = "spdfg";
/** Molden's order of Cartesian functions, as powers of x, y, z. */
const CARTESIAN_ORDER: Readonly<Record<number, string>> = {
  2: "xx yy zz xy xz yz",
  3: "xxx yyy zzz xyy xxy xxz xzz yzz yyz xyz",
  4: "xxxx yyyy zzzz xxxy xxxz xyyy yyyz xzzz yzzz xxyy xxzz yyzz xxyz xyyz xyzz",
};

/** Orbitals of one spin for a Molden file. */
export interface MoldenOrbitals {
  /** One per row, M×N. */
  readonly orbitals: Float64Array;
  readonly energies: Float64Array;
  readonly occupations: Float64Array;
  readonly spin: "Alpha" | "Beta";
}

/**
 * Molecule, basis and orbitals in the Molden format (https://www.theochem.ru.nl/molden/molden_format.html): lengths in a0,
 * contraction coefficients of normalised primitives, orbital coefficients of normalised functions.
 *
 * @returns the text, or undefined when the basis can't be written: functions beyond g, or spherical and Cartesian functions
 *   of one momentum side by side
 */
export function moldenText(
  elements: Uint8Array,
  nuclei: Float64Array,
  basis: GaussianBasis,
  sets: readonly MoldenOrbitals[],
): string | undefined {
  const kinds = [0, 0, 0, 0, 0];
  for (let s = 0; s < basis.shellCount; s++) {
    const l = basis.shellMomentum[s];
    if (l >= kinds.length) return undefined;
    if (l >= 2) kinds[l] |= basis.shellSpherical[s] === 1 ? 1 : 2;
  }
  if (kinds.includes(3)) return undefined;
  const lines = ["[Molden Format]", "[Atoms] AU"];
  elements.forEach((z, a) => {
    const xyz = [0, 1, 2].map((i) => nuclei[3 * a + i].toFixed(12).padStart(20)).join("");
    lines.push(`${(ELEMENT_SYMBOLS[z] ?? "X").padEnd(3)} ${a + 1} ${z} ${xyz}`);
  });
  lines.push("[GTO]");
  for (let a = 0; a < basis.atomCount; a++) lines.push(`${a + 1} 0`, ...shellLines(basis, a), "");
  // Spherical d with Cartesian f is [5D10F]; the other way round [7F]; absent momenta go with the others.
  if (kinds[2] === 1 && kinds[3] === 2) lines.push("[5D10F]");
  else if (kinds[2] === 1 || (kinds[2] === 0 && kinds[3] === 1)) lines.push("[5D7F]");
  else if (kinds[3] === 1) lines.push("[7F]");
  if (kinds[4] === 1) lines.push("[9G]");
  lines.push("[MO]");
  const order = moldenOrder(basis);
  const n = basis.functionCount;
  for (const { orbitals, energies, occupations, spin } of sets) {
    for (let k = 0; k < energies.length; k++) {
      lines.push(
        ` Sym= A${k + 1}`,
        ` Ene= ${energies[k].toFixed(12)}`,
        ` Spin= ${spin}`,
        ` Occup= ${occupations[k].toFixed(6)}`,
      );
      order.forEach((mu, i) => {
        lines.push(`${String(i + 1).padStart(5)} ${orbitals[k * n + mu].toExponential(14).padStart(22)}`);
      });
    }
  }
  return `${lines.join("\n")}\n`;
}

function shellLines(basis: GaussianBasis, atom: number): string[] {
  const lines: string[] = [];
  for (let s = 0; s < basis.shellCount; s++) {
    if (basis.shellAtom[s] !== atom) continue;
    const l = basis.shellMomentum[s];
    const first = basis.primitiveOffset[s];
    const end = basis.primitiveOffset[s + 1];
    lines.push(`${LETTERS[l]} ${end - first} 1.00`);
    for (let p = first; p < end; p++) {
      const coefficient = basis.coefficients[p] / primitiveNorm(basis.exponents[p], l);
      lines.push(`${basis.exponents[p].toExponential(12).padStart(22)} ${coefficient.toExponential(12).padStart(22)}`);
    }
  }
  return lines;
}

/** Norm of x^l e^(−a r²): (2a/π)^¾ (4a)^(l/2) / √((2l−1)!!). */
function primitiveNorm(a: number, l: number): number {
  let doubleFactorial = 1;
  for (let k = 2 * l - 1; k > 1; k -= 2) doubleFactorial *= k;
  return (((2 * a) / Math.PI) ** 0.75 * (4 * a) ** (l / 2)) / Math.sqrt(doubleFactorial);
}

/** For each function in Molden's order, its index in the basis. */
function moldenOrder(basis: GaussianBasis): number[] {
  const order: number[] = [];
  for (let s = 0; s < basis.shellCount; s++) {
    const l = basis.shellMomentum[s];
    const first = basis.functionOffset[s];
    if (l < 2) {
      for (let k = 0; k < 2 * l + 1; k++) order.push(first + k);
    } else if (basis.shellSpherical[s] === 1) {
      // m = 0, +1, −1, +2, −2, …
      order.push(first + l);
      for (let m = 1; m <= l; m++) order.push(first + l + m, first + l - m);
    } else {
      const own = cartesianNames(l);
      for (const name of CARTESIAN_ORDER[l].split(" ")) order.push(first + own.indexOf(name));
    }
  }
  return order;
}

/** Names of the Cartesian functions of a shell in the basis' order: xx, xy, xz, yy, yz, zz. */
function cartesianNames(l: number): string[] {
  const names: string[] = [];
  for (let i = l; i >= 0; i--) {
    for (let j = l - i; j >= 0; j--) names.push("x".repeat(i) + "y".repeat(j) + "z".repeat(l - i - j));
  }
  return names;
}
