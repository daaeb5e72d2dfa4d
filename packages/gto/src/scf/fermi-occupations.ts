/** Occupations of the orbitals of one spin. */
export interface Occupations {
  /** From 0 to 1; one per orbital. */
  readonly values: Float64Array;
  /** −T·S, Eh. */
  readonly entropy: number;
}

const BISECTIONS = 200;

/**
 * Fermi occupations of orbitals, n = 1/(1 + exp((ε − μ)/kT)), with their entropy; at 0 K the lowest orbitals are filled.
 *
 * @param energies - ascending, Eh
 * @param electrons - of this spin; at most the number of orbitals
 * @param kT - electronic temperature, Eh
 */
export function fermiOccupations(energies: Float64Array, electrons: number, kT: number): Occupations {
  const count = energies.length;
  const full = Math.min(count, Math.floor(electrons));
  if (kT === 0 || electrons <= 0 || electrons >= count) {
    const values = new Float64Array(count).fill(1, 0, full);
    if (full < count) values[full] = electrons - full;
    return { values, entropy: 0 };
  }
  const total = (level: number): number => {
    let sum = 0;
    for (let k = 0; k < count; k++) sum += fermi((energies[k] - level) / kT);
    return sum;
  };
  // The level at which the sum is right lies where the orbital above the last full one begins to fill.
  const reach = 40 * kT + 1e-6;
  let low = Math.min(energies[Math.max(0, full - 1)], energies[full]) - reach - kT * Math.log(count + 1);
  let high = energies[Math.min(count - 1, full)] + reach + kT * Math.log(count + 1);
  let level = 0.5 * (energies[Math.max(0, full - 1)] + energies[Math.min(count - 1, full)]);
  for (let k = 0; k < BISECTIONS; k++) {
    const excess = total(level) - electrons;
    if (excess === 0) break;
    if (excess > 0) high = level;
    else low = level;
    const middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) break;
    level = middle;
  }
  const values = new Float64Array(count);
  let entropy = 0;
  for (let k = 0; k < count; k++) {
    const n = fermi((energies[k] - level) / kT);
    values[k] = n;
    if (n > 0 && n < 1) entropy += n * Math.log(n) + (1 - n) * Math.log1p(-n);
  }
  return { values, entropy: kT * entropy };
}

function fermi(x: number): number {
  return x > 0 ? Math.exp(-x) / (1 + Math.exp(-x)) : 1 / (1 + Math.exp(x));
}
