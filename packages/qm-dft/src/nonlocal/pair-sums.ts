import type { NonlocalPoints } from "./contracts.js";

/** The kernel `dft/nonlocalSums`: each pair of points once. */
export function nonlocalSums(
  sums: Float64Array,
  byKappa: Float64Array,
  byOmega: Float64Array,
  { count, positions, electrons, omega, kappa }: NonlocalPoints,
): void {
  const xs = positions.subarray(0, count);
  const ys = positions.subarray(count, 2 * count);
  const zs = positions.subarray(2 * count, 3 * count);
  for (let i = 0; i < count; i++) {
    // A point with itself: g = κ, Φ = −3/(4κ³), ∂Φ/∂κ_i = −Φ·(1/κ + 1/(2κ)).
    const own = (-0.75 * electrons[i]) / kappa[i] ** 3;
    sums[i] = own;
    byKappa[i] = (-1.5 * own) / kappa[i];
    byOmega[i] = 0;
  }
  for (let i = 0; i < count; i++) {
    const x = xs[i];
    const y = ys[i];
    const z = zs[i];
    const omegaI = omega[i];
    const kappaI = kappa[i];
    const electronsI = electrons[i];
    let sum = 0;
    let kappaSum = 0;
    let omegaSum = 0;
    for (let j = 0; j < i; j++) {
      const dx = x - xs[j];
      const dy = y - ys[j];
      const dz = z - zs[j];
      const square = dx * dx + dy * dy + dz * dz;
      const g = omegaI * square + kappaI;
      const h = omega[j] * square + kappa[j];
      const total = g + h;
      const product = g * h;
      const inverse = 1 / (product * total);
      const phi = -1.5 * inverse;
      const inverseTotal = product * inverse;
      const atI = phi * electrons[j];
      const atJ = phi * electronsI;
      const slopeI = atI * (h * total * inverse + inverseTotal);
      const slopeJ = atJ * (g * total * inverse + inverseTotal);
      sum += atI;
      kappaSum -= slopeI;
      omegaSum -= slopeI * square;
      sums[j] += atJ;
      byKappa[j] -= slopeJ;
      byOmega[j] -= slopeJ * square;
    }
    sums[i] += sum;
    byKappa[i] += kappaSum;
    byOmega[i] += omegaSum;
  }
}

/** The kernel `dft/nonlocalGradient`. */
export function nonlocalGradient(
  gradient: Float64Array,
  { count, positions, electrons, omega, kappa }: NonlocalPoints,
): void {
  const xs = positions.subarray(0, count);
  const ys = positions.subarray(count, 2 * count);
  const zs = positions.subarray(2 * count, 3 * count);
  const gx = gradient.subarray(0, count);
  const gy = gradient.subarray(count, 2 * count);
  const gz = gradient.subarray(2 * count, 3 * count);
  for (let i = 0; i < count; i++) {
    const x = xs[i];
    const y = ys[i];
    const z = zs[i];
    const omegaI = omega[i];
    const kappaI = kappa[i];
    const electronsI = electrons[i];
    let fx = 0;
    let fy = 0;
    let fz = 0;
    for (let j = 0; j < i; j++) {
      const dx = x - xs[j];
      const dy = y - ys[j];
      const dz = z - zs[j];
      const square = dx * dx + dy * dy + dz * dz;
      const omegaJ = omega[j];
      const g = omegaI * square + kappaI;
      const h = omegaJ * square + kappa[j];
      const total = g + h;
      const product = g * h;
      const inverse = 1 / (product * total);
      // 2·dΦ/dR²
      const slope = 3 * inverse * inverse * ((omegaI * h + omegaJ * g) * total + (omegaI + omegaJ) * product);
      const strength = electronsI * electrons[j] * slope;
      fx += strength * dx;
      fy += strength * dy;
      fz += strength * dz;
      gx[j] -= strength * dx;
      gy[j] -= strength * dy;
      gz[j] -= strength * dz;
    }
    gx[i] += fx;
    gy[i] += fy;
    gz[i] += fz;
  }
}
