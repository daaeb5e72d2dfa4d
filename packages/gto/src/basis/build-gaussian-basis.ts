import { ELEMENT_SYMBOLS, InputError, UnsupportedError } from "@qmmm/core";
import { type BasisSet, type BasisShell, MAX_MOMENTUM } from "./basis-set.js";
import type { GaussianBasis } from "./gaussian-basis.js";

/** How a molecule's basis is made from a set. */
export interface GaussianBasisOptions {
  /** Overrides the set's own choice of five or six d functions (and so on); default `"as-defined"`. */
  readonly functions?: "as-defined" | "spherical" | "cartesian" | undefined;
}

/**
 * Puts the shells of a basis set on a molecule's atoms.
 *
 * @param elements Atomic numbers, one per atom.
 * @returns Flat shells, owned by the caller, with every contracted function normalised. A primitive of zero coefficient
 *   is left out; a contraction of several momenta becomes several shells.
 * @throws InputError `QMMM_BASIS_ELEMENT_MISSING` when the set does not define an element, `QMMM_BASIS_MALFORMED` for a
 *   contraction that vanishes; UnsupportedError `QMMM_BASIS_MOMENTUM` above i functions.
 */
export function buildGaussianBasis(
  elements: Uint8Array,
  set: BasisSet,
  options: GaussianBasisOptions = {},
): GaussianBasis {
  const functions = options.functions ?? "as-defined";
  const byElement = new Map<number, readonly Shell[]>();
  const shells: Shell[] = [];
  const shellAtom: number[] = [];
  for (let atom = 0; atom < elements.length; atom++) {
    const z = elements[atom]!;
    let own = byElement.get(z);
    if (own === undefined) {
      const published = set.elements.get(z);
      if (published === undefined) throw missingElement(z, atom, set);
      own = published.flatMap((shell) => normalisedShells(shell, functions, set.name));
      byElement.set(z, own);
    }
    for (const shell of own) {
      shells.push(shell);
      shellAtom.push(atom);
    }
  }
  const primitiveOffset = new Int32Array(shells.length + 1);
  const functionOffset = new Int32Array(shells.length + 1);
  shells.forEach(({ l, spherical, exponents }, s) => {
    primitiveOffset[s + 1] = primitiveOffset[s]! + exponents.length;
    functionOffset[s + 1] = functionOffset[s]! + (spherical ? 2 * l + 1 : ((l + 1) * (l + 2)) / 2);
  });
  return {
    atomCount: elements.length,
    shellCount: shells.length,
    functionCount: functionOffset[shells.length]!,
    shellAtom: Int32Array.from(shellAtom),
    shellMomentum: Int32Array.from(shells, (shell) => shell.l),
    shellSpherical: Uint8Array.from(shells, (shell) => (shell.spherical ? 1 : 0)),
    primitiveOffset,
    functionOffset,
    exponents: Float64Array.from(shells.flatMap((shell) => shell.exponents)),
    coefficients: Float64Array.from(shells.flatMap((shell) => shell.coefficients)),
  };
}

interface Shell {
  readonly l: number;
  readonly spherical: boolean;
  readonly exponents: readonly number[];
  readonly coefficients: readonly number[];
}

function normalisedShells(
  shell: BasisShell,
  functions: "as-defined" | "spherical" | "cartesian",
  setName: string,
): Shell[] {
  return shell.coefficients.map((column, j) => {
    const l = shell.momenta.length > 1 ? shell.momenta[j]! : shell.momenta[0]!;
    if (l > MAX_MOMENTUM) {
      throw new UnsupportedError("QMMM_BASIS_MOMENTUM", `Basis set ${setName} has functions of angular momentum ${l}`, {
        value: l,
        allowed: `0 to ${MAX_MOMENTUM}`,
        action: "Leave these functions out",
      });
    }
    const used = column.flatMap((c, i) => (c === 0 ? [] : [i]));
    const exponents = used.map((i) => shell.exponents[i]!);
    const coefficients = used.map((i) => column[i]! * primitiveNorm(shell.exponents[i]!, l));
    let selfOverlap = 0;
    for (let i = 0; i < exponents.length; i++) {
      for (let k = 0; k < exponents.length; k++) {
        const norm = primitiveNorm((exponents[i]! + exponents[k]!) / 2, l);
        selfOverlap += (coefficients[i]! * coefficients[k]!) / (norm * norm);
      }
    }
    if (!(selfOverlap > 0)) {
      throw new InputError("QMMM_BASIS_MALFORMED", `A contraction of the basis set ${setName} vanishes`, {
        value: column,
        allowed: "contractions with a coefficient other than 0",
        action: "Correct the basis set",
      });
    }
    const scale = 1 / Math.sqrt(selfOverlap);
    const spherical = l < 2 || (functions === "as-defined" ? shell.spherical : functions === "spherical");
    return { l, spherical, exponents, coefficients: coefficients.map((c) => c * scale) };
  });
}

/** N with ⟨N x^l e^(−αr²)|N x^l e^(−αr²)⟩ = 1: (2α/π)^¾ (4α)^(l/2) / √((2l−1)!!). */
function primitiveNorm(alpha: number, l: number): number {
  let doubleFactorial = 1;
  for (let k = 2 * l - 1; k > 1; k -= 2) doubleFactorial *= k;
  return (((2 * alpha) / Math.PI) ** 0.75 * (4 * alpha) ** (l / 2)) / Math.sqrt(doubleFactorial);
}

function symbolOf(z: number): string {
  return ELEMENT_SYMBOLS[z] ?? `atomic number ${z}`;
}

function missingElement(z: number, atom: number, set: BasisSet): InputError {
  const known = [...set.elements.keys()].sort((a, b) => a - b).map(symbolOf);
  return new InputError(
    "QMMM_BASIS_ELEMENT_MISSING",
    `The basis set ${set.name} does not define ${symbolOf(z)} (index0 ${atom})`,
    {
      value: symbolOf(z),
      allowed: known,
      atom,
      action: "Choose a basis set that defines all elements of the QM region",
    },
  );
}
