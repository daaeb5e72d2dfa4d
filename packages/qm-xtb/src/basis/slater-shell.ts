import { SLATER_EXPANSIONS } from "../data/slater-expansions.js";

/** A contracted Gaussian shell; the norm of the x^l function is in the coefficients. */
export interface ContractedShell {
  readonly momentum: number;
  /** a0⁻². */
  readonly exponents: readonly number[];
  readonly coefficients: readonly number[];
}

/** Place of 1s, 2p, 3d, 4f, 5g in the table of expansions, which lists s to 5s, then p, and so on. */
const FIRST_OF_MOMENTUM = [0, 5, 9, 12, 14];
/** Place of 6s, followed by 6p; they exist with six Gaussians only. */
const SIXTH = 15;

/** Expands a Slater function with exponent ζ (a0⁻¹) in Gaussians by least squares (Stewart 1970, doi:10.1063/1.1672702). */
export function slaterShell(principal: number, momentum: number, zeta: number, gaussians: number): ContractedShell {
  const place = principal > 5 ? SIXTH + momentum : FIRST_OF_MOMENTUM[momentum] + principal - momentum - 1;
  const [exponents, coefficients] = SLATER_EXPANSIONS[gaussians - 1][place];
  const scaled = exponents.map((exponent) => exponent * zeta * zeta);
  return {
    momentum,
    exponents: scaled,
    coefficients: coefficients.map((coefficient, k) => coefficient * norm(scaled[k], momentum)),
  };
}

/** Norm of x^l·exp(−αr²): (2α/π)^¾ (4α)^{l/2} / √(2l−1)!!. */
function norm(exponent: number, momentum: number): number {
  const oddFactorial = momentum === 2 ? 3 : 1;
  return ((2 * exponent) / Math.PI) ** 0.75 * Math.sqrt((4 * exponent) ** momentum / oddFactorial);
}

/** An s shell made orthogonal to another on the same atom, and normalised. */
export function orthogonalised(shell: ContractedShell, against: ContractedShell): ContractedShell {
  const overlap = sOverlap(against, shell);
  const mixed: ContractedShell = {
    momentum: 0,
    exponents: [...shell.exponents, ...against.exponents],
    coefficients: [...shell.coefficients, ...against.coefficients.map((c) => -overlap * c)],
  };
  const scale = 1 / Math.sqrt(sOverlap(mixed, mixed));
  return { ...mixed, coefficients: mixed.coefficients.map((c) => scale * c) };
}

/** Overlap of two s shells in one place. */
function sOverlap(a: ContractedShell, b: ContractedShell): number {
  let sum = 0;
  a.exponents.forEach((alpha, i) => {
    b.exponents.forEach((beta, j) => {
      sum += a.coefficients[i] * b.coefficients[j] * (Math.PI / (alpha + beta)) ** 1.5;
    });
  });
  return sum;
}
