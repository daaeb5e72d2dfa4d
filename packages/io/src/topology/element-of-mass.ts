import { atomicNumber, STANDARD_WEIGHTS } from "@qmmm/core";

/**
 * The element whose standard weight is within 0.3 u, 0 for no mass; names decide where hydrogen masses were repartitioned.
 */
export function elementOfMass(mass: number, name: string): number | undefined {
  if (mass === 0) return 0;
  if (/^\d*H/.test(name) && mass < 4.1) return 1;
  let best: number | undefined;
  for (let z = 1; z < STANDARD_WEIGHTS.length; z++) {
    const error = Math.abs(STANDARD_WEIGHTS[z]! - mass);
    if (error < 0.3 && (best === undefined || error < Math.abs(STANDARD_WEIGHTS[best]! - mass))) best = z;
  }
  return best ?? atomicNumber(name.replace(/\d.*/, "")) ?? atomicNumber(name[0] ?? "");
}
