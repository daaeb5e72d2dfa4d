import { BOHR_IN_ANGSTROM, ELEMENT_SYMBOLS, InputError } from "@qmmm/core";
import type { GaussianBasis } from "@qmmm/gto";
import { ATOMIC_RADII } from "../data/atomic-radii.js";
import type { ElementParameters, XtbParameters } from "../parameters.js";
import { type ContractedShell, orthogonalised, slaterShell } from "./slater-shell.js";

/** The value of 1 Eh in eV with which the parameters were made, and which their programs use. */
export const EV_PER_HARTREE = 27.21138505;
const LETTERS = "spd";

/** Shells of a molecule with all their parameters, in Hartree atomic units; independent of positions. */
export interface TightBindingShells {
  readonly elements: Uint8Array;
  readonly basis: GaussianBasis;
  /** First shell of each atom; length atoms + 1. */
  readonly atomShells: Int32Array;
  /** First function of each atom; length atoms + 1. */
  readonly atomFunctions: Int32Array;
  /** Shell of each function. */
  readonly functionShell: Int32Array;
  /** Atomic levels, Eh; per shell. */
  readonly levels: Float64Array;
  /** Decrease of the levels per neighbour, Eh; per shell. */
  readonly coordinationShifts: Float64Array;
  /** Linear coefficients of the distance polynomials; per shell. */
  readonly polynomials: Float64Array;
  /** Electrons of the neutral atoms; per shell. */
  readonly occupations: Float64Array;
  /** Hardnesses, Eh/e²; per shell. */
  readonly hardnesses: Float64Array;
  /** Derivatives of the hardnesses by charge, Eh/e³: of shells, or of atoms where the model has it so. */
  readonly hardnessDerivatives: Float64Array;
  /** Kind of each shell; shells of the same element and place are of one kind. */
  readonly kinds: Int32Array;
  readonly kindCount: number;
  /** Scale K of the Hamiltonian for pairs of kinds, with all that depends on neither distance nor neighbours. */
  readonly scales: Float64Array;
  /** Atomic radii, a0; per atom. */
  readonly radii: Float64Array;
}

/** A shell of an element before it meets a molecule. */
interface ShellKind {
  readonly element: ElementParameters;
  readonly symbol: string;
  readonly index: number;
  readonly letter: string;
  /** False for the second shell of one momentum, which polarises the first. */
  readonly valence: boolean;
  readonly shell: ContractedShell;
}

/**
 * Lays out the shells of a molecule.
 *
 * @throws InputError `QMMM_XTB_ELEMENT` for an element without parameters
 */
export function tightBindingShells(parameters: XtbParameters, elements: Uint8Array): TightBindingShells {
  const kinds: ShellKind[] = [];
  const firstKind = new Map<number, number>();
  for (const z of elements) {
    if (firstKind.has(z)) continue;
    firstKind.set(z, kinds.length);
    kinds.push(...shellKinds(parameters, z));
  }
  const ofShells: number[] = [];
  const shellAtom: number[] = [];
  const atomShells = [0];
  elements.forEach((z, atom) => {
    const first = firstKind.get(z) ?? 0;
    for (let k = 0; k < parameters.elements[z - 1].shells.length; k++) {
      ofShells.push(first + k);
      shellAtom.push(atom);
    }
    atomShells.push(ofShells.length);
  });
  const basis = gaussianBasis(
    elements.length,
    shellAtom,
    ofShells.map((k) => kinds[k].shell),
  );
  const perShell = (value: (element: ElementParameters, index: number, kind: ShellKind) => number): Float64Array =>
    Float64Array.from(ofShells, (k) => value(kinds[k].element, kinds[k].index, kinds[k]));
  const { thirdOrder } = parameters;
  const functionShell = new Int32Array(basis.functionCount);
  for (let s = 0; s < basis.shellCount; s++) {
    functionShell.fill(s, basis.functionOffset[s], basis.functionOffset[s + 1]);
  }
  return {
    elements,
    basis,
    atomShells: Int32Array.from(atomShells),
    atomFunctions: Int32Array.from(atomShells, (s) => basis.functionOffset[s]),
    functionShell,
    levels: perShell((element, k) => element.levels[k] / EV_PER_HARTREE),
    coordinationShifts: perShell((element, k) => element.coordinationShift[k] / EV_PER_HARTREE),
    polynomials: perShell((element, k) => element.distancePolynomial[k]),
    occupations: perShell((element, k) => element.occupations[k]),
    hardnesses: perShell((element, k) => element.hardness * element.shellHardness[k]),
    hardnessDerivatives:
      thirdOrder === undefined
        ? Float64Array.from(elements, (z) => parameters.elements[z - 1].hardnessDerivative)
        : perShell((element, _, { letter }) => element.hardnessDerivative * thirdOrder[letter]),
    kinds: Int32Array.from(ofShells),
    kindCount: kinds.length,
    scales: Float64Array.from({ length: kinds.length ** 2 }, (_, p) =>
      scale(parameters, kinds[Math.floor(p / kinds.length)], kinds[p % kinds.length]),
    ),
    radii: Float64Array.from(elements, (z) => ATOMIC_RADII[z] / BOHR_IN_ANGSTROM),
  };
}

function shellKinds(parameters: XtbParameters, z: number): ShellKind[] {
  const element = parameters.elements[z - 1];
  const symbol = ELEMENT_SYMBOLS[z] ?? String(z);
  if (element === undefined) {
    throw new InputError("QMMM_XTB_ELEMENT", `${parameters.name} has no parameters for element ${symbol}`, {
      value: z,
      allowed: `1 to ${parameters.elements.length}`,
      action: "Choose another method for this molecule, or correct the element",
    });
  }
  const made: ShellKind[] = [];
  element.shells.forEach((label, index) => {
    const letter = label.slice(-1);
    const slater = slaterShell(
      Number.parseInt(label, 10),
      LETTERS.indexOf(letter),
      element.slaterExponents[index],
      element.primitives[index],
    );
    const earlier = made.find((kind) => kind.letter === letter);
    const shell = earlier === undefined ? slater : orthogonalised(slater, earlier.shell);
    made.push({ element, symbol, index, letter, valence: earlier === undefined, shell });
  });
  return made;
}

/** Bannwarth, Ehlert and Grimme 2019, eqs 14 to 17; Grimme, Bannwarth and Shushkov 2017, eqs 8 to 10. */
function scale(parameters: XtbParameters, a: ShellKind, b: ShellKind): number {
  const { electronegativityScale, pairScale, polarisationScale, shellScale, slaterFactor } = parameters;
  const own = (kind: ShellKind): number => (kind.valence ? shellScale[kind.letter + kind.letter] : polarisationScale);
  const mean = 0.5 * (own(a) + own(b));
  const zetaA = a.element.slaterExponents[a.index];
  const zetaB = b.element.slaterExponents[b.index];
  const slater = ((2 * Math.sqrt(zetaA * zetaB)) / (zetaA + zetaB)) ** slaterFactor;
  if (!a.valence || !b.valence) return slater * mean;
  const ofShells = shellScale[a.letter + b.letter] ?? shellScale[b.letter + a.letter] ?? mean;
  const ofPair = pairScale[`${a.symbol}-${b.symbol}`] ?? pairScale[`${b.symbol}-${a.symbol}`] ?? 1;
  const difference = a.element.electronegativity - b.element.electronegativity;
  return slater * ofShells * ofPair * (1 + electronegativityScale * difference * difference);
}

function gaussianBasis(
  atomCount: number,
  shellAtom: readonly number[],
  shells: readonly ContractedShell[],
): GaussianBasis {
  const primitiveOffset = [0];
  const functionOffset = [0];
  shells.forEach((shell, s) => {
    primitiveOffset.push(primitiveOffset[s] + shell.exponents.length);
    functionOffset.push(functionOffset[s] + 2 * shell.momentum + 1);
  });
  return {
    atomCount,
    shellCount: shells.length,
    functionCount: functionOffset[shells.length],
    shellAtom: Int32Array.from(shellAtom),
    shellMomentum: Int32Array.from(shells, (shell) => shell.momentum),
    shellSpherical: new Uint8Array(shells.length).fill(1),
    primitiveOffset: Int32Array.from(primitiveOffset),
    functionOffset: Int32Array.from(functionOffset),
    exponents: Float64Array.from(shells.flatMap((shell) => shell.exponents)),
    coefficients: Float64Array.from(shells.flatMap((shell) => shell.coefficients)),
  };
}
