/** ⅓ of the trace of a tensor, 9 numbers, row-major. */
export function isotropicPart(tensor: Float64Array): number {
  return (tensor[0] + tensor[4] + tensor[8]) / 3;
}

/**
 * Pressure (2K/3 + tr Ξ/3)/V of a moment, Eh/a0³: kinetic energy K and virial Ξ = −∂E/∂strain, that of forces of
 * constraint included (Allen & Tildesley, Computer Simulation of Liquids, 2nd ed. 2017, sec. 2.4).
 */
export function pressure(kinetic: number, virial: Float64Array, volume: number): number {
  return ((2 / 3) * kinetic + isotropicPart(virial)) / volume;
}
