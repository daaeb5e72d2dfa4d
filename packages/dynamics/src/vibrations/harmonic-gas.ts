import { BOLTZMANN } from "@qmmm/core";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import {
  type Contribution,
  inertia,
  rotation,
  type SlowModes,
  translation,
  vibrations,
  zeroPointEnergy,
} from "./thermochemistry.js";

/** A molecule of an ideal gas. */
export interface GasState {
  /** a0; length 3N. */
  readonly positions: Float64Array;
  /** mₑ; length N. */
  readonly masses: Float64Array;
  /** Eh/a0³. */
  readonly pressure: number;
  readonly symmetryNumber: number;
  readonly degeneracy: number;
}

/** Thermochemistry of harmonic vibrations, of an ideal gas of rigid rotors where the molecule is free. */
export interface Thermochemistry {
  /** kT, Eh. */
  readonly temperature: number;
  /** Eh. */
  readonly zeroPoint: number;
  /** Without the zero-point energy. */
  readonly vibration: Contribution;
  /** Energies (Eh) hold the electronic one; entropy in Eh/K. */
  readonly gas?:
    | {
        readonly internalEnergy: number;
        readonly enthalpy: number;
        readonly entropy: number;
        readonly gibbsEnergy: number;
      }
    | undefined;
}

/**
 * @param wavenumbers - cm⁻¹; imaginary ones, negative, count nothing
 * @param energy - electronic energy, Eh
 */
export function harmonicGas(
  wavenumbers: Float64Array,
  energy: number,
  { temperature, slowModes }: { readonly temperature: number; readonly slowModes: SlowModes },
  state: GasState | undefined,
): Thermochemistry {
  const zeroPoint = zeroPointEnergy(wavenumbers);
  const vibration = vibrations(wavenumbers, temperature, slowModes);
  if (state === undefined) return { temperature, zeroPoint, vibration };
  const { positions, masses, pressure, symmetryNumber, degeneracy } = state;
  const mass = masses.reduce((sum, one) => sum + one, 0);
  const tensor = Matrix.from1DArray(3, 3, inertia(positions, masses));
  const moments = new EigenvalueDecomposition(tensor, { assumeSymmetric: true }).realEigenvalues.sort((a, b) => a - b);
  const parts = [vibration, translation(mass, temperature, pressure), rotation(moments, temperature, symmetryNumber)];
  const internalEnergy = parts.reduce((sum, part) => sum + part.energy, energy + zeroPoint);
  const entropy = parts.reduce((sum, part) => sum + part.entropy, BOLTZMANN * Math.log(degeneracy));
  const enthalpy = internalEnergy + temperature;
  const gibbsEnergy = enthalpy - (temperature / BOLTZMANN) * entropy;
  return { temperature, zeroPoint, vibration, gas: { internalEnergy, enthalpy, entropy, gibbsEnergy } };
}
