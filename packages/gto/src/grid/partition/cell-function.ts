/**
 * Step functions s(ν) from 1 at ν = −1 to 0 at ν = 1 between two atoms. `becke`: ½(1 − p(p(p(ν)))), p(x) = (3x − x³)/2,
 * Becke, J. Chem. Phys. 88, 2547 (1988), doi:10.1063/1.454033. `stratmann`: constant beyond |ν| = 0.64, Stratmann,
 * Scuseria & Frisch, Chem. Phys. Lett. 257, 213 (1996), doi:10.1016/0009-2614(96)00600-8.
 */
export type CellFunction = "becke" | "stratmann";

const STRATMANN_WIDTH = 0.64;

export function cellFunction(kind: CellFunction, nu: number): number {
  if (kind === "becke") {
    let x = nu;
    for (let i = 0; i < 3; i++) x = 0.5 * x * (3 - x * x);
    return 0.5 * (1 - x);
  }
  const x = nu / STRATMANN_WIDTH;
  if (x <= -1) return 1;
  if (x >= 1) return 0;
  const x2 = x * x;
  return 0.5 * (1 - (x / 16) * (35 - x2 * (35 - x2 * (21 - 5 * x2))));
}

/** ds/dν. */
export function cellFunctionSlope(kind: CellFunction, nu: number): number {
  if (kind === "becke") {
    let x = nu;
    let slope = 1;
    for (let i = 0; i < 3; i++) {
      slope *= 1.5 * (1 - x * x);
      x = 0.5 * x * (3 - x * x);
    }
    return -0.5 * slope;
  }
  const x = nu / STRATMANN_WIDTH;
  if (x <= -1 || x >= 1) return 0;
  return (-35 / (32 * STRATMANN_WIDTH)) * (1 - x * x) ** 3;
}
