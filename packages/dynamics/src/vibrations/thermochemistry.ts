import { BOLTZMANN, HARTREE_IN_WAVENUMBER } from "@qmmm/core";
import { centreOfMass } from "../kinetics/rigid-motion.js";

/** Contributions of one kind of motion: energy (Eh) and entropy (Eh/K). */
export interface Contribution {
  readonly energy: number;
  readonly entropy: number;
}

/** Entropy of slow vibrations: harmonic, or turning into that of a free rotor. */
export type SlowModes = "harmonic" | "quasi-rrho";

/** Zero-point energy of real modes, Eh. @param wavenumbers - cm⁻¹ */
export function zeroPointEnergy(wavenumbers: Float64Array): number {
  return wavenumbers.reduce((sum, value) => sum + Math.max(0, value), 0) / (2 * HARTREE_IN_WAVENUMBER);
}

/** Below about this wavenumber (cm⁻¹) a mode of `quasi-rrho` has the entropy of a rotor. */
const ROTOR_BELOW = 100;

/** Average moment of inertia of a molecule that the rotors of `quasi-rrho` do not exceed: 10⁻⁴⁴ kg·m² in mₑ·a0². */
const ROTOR_MOMENT = 1e-44 / (9.1093837139e-31 * 5.29177210544e-11 ** 2);

/**
 * Vibrations at a temperature, without the zero-point energy; imaginary modes count nothing.
 *
 * @param wavenumbers - cm⁻¹
 * @param temperature - kT, Eh
 * @param slow - `quasi-rrho` after Grimme 2012 (doi:10.1002/chem.201200497): entropies of slow modes turn into those of rotors
 */
export function vibrations(wavenumbers: Float64Array, temperature: number, slow: SlowModes): Contribution {
  let [energy, entropy] = [0, 0];
  for (const wavenumber of wavenumbers) {
    if (!(wavenumber > 0)) continue;
    const quantum = wavenumber / HARTREE_IN_WAVENUMBER;
    const x = quantum / temperature;
    energy += quantum / Math.expm1(x);
    const harmonic = x / Math.expm1(x) - Math.log(-Math.expm1(-x));
    if (slow === "harmonic") {
      entropy += BOLTZMANN * harmonic;
      continue;
    }
    const moment = 1 / (2 * quantum);
    const limited = (moment * ROTOR_MOMENT) / (moment + ROTOR_MOMENT);
    const rotor = 0.5 + 0.5 * Math.log(2 * Math.PI * limited * temperature);
    const weight = 1 / (1 + (ROTOR_BELOW / wavenumber) ** 4);
    entropy += BOLTZMANN * (weight * harmonic + (1 - weight) * rotor);
  }
  return { energy, entropy };
}

/**
 * Translation of an ideal gas (Sackur and Tetrode).
 *
 * @param mass - mₑ
 * @param temperature - kT, Eh
 * @param pressure - Eh/a0³
 */
export function translation(mass: number, temperature: number, pressure: number): Contribution {
  const volume = temperature / pressure;
  const states = volume * ((mass * temperature) / (2 * Math.PI)) ** 1.5;
  return { energy: 1.5 * temperature, entropy: BOLTZMANN * (Math.log(states) + 2.5) };
}

/**
 * Rotation of a rigid molecule, classical.
 *
 * @param moments - principal moments of inertia, mₑ·a0², ascending
 * @param symmetry - number of rotations that bring it onto itself
 */
export function rotation(moments: readonly number[], temperature: number, symmetry: number): Contribution {
  const largest = moments[2] ?? 0;
  const real = moments.filter((moment) => moment > 1e-6 * largest);
  if (largest < 1e-6) return { energy: 0, entropy: 0 };
  if (real.length === 2) {
    return { energy: temperature, entropy: BOLTZMANN * (Math.log((2 * largest * temperature) / symmetry) + 1) };
  }
  const states =
    (Math.sqrt(Math.PI) / symmetry) * real.reduce((product, one) => product * Math.sqrt(2 * one * temperature), 1);
  return { energy: 1.5 * temperature, entropy: BOLTZMANN * (Math.log(states) + 1.5) };
}

/** Tensor of inertia about the centre of mass, mₑ·a0²; length 9. */
export function inertia(positions: Float64Array, masses: Float64Array): Float64Array {
  const centre = centreOfMass(positions, masses);
  const tensor = new Float64Array(9);
  for (let atom = 0; atom < masses.length; atom++) {
    const r = [0, 1, 2].map((d) => positions[3 * atom + d]! - centre[d]!);
    const squared = r[0]! ** 2 + r[1]! ** 2 + r[2]! ** 2;
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) tensor[3 * i + j]! += masses[atom]! * ((i === j ? squared : 0) - r[i]! * r[j]!);
    }
  }
  return tensor;
}
