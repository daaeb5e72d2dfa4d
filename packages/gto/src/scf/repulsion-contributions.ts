import type { GaussianBasis } from "../basis/gaussian-basis.js";
import type { ThreeCentreEngine } from "../integrals/contracts.js";
import type { DensityFitting } from "./density-fitting/density-fitting.js";
import { FittedCoulomb } from "./density-fitting/fitted-coulomb.js";
import { FittedExchange } from "./density-fitting/fitted-exchange.js";
import { type FitPurpose, FittedIntegrals } from "./density-fitting/fitted-integrals.js";
import { ElectronRepulsion } from "./electron-repulsion.js";
import type { ExactExchange } from "./exact-exchange.js";
import type { FockContribution } from "./fock-contribution.js";
import type { ScfKernels } from "./scf-kernels.js";

/** What the repulsion of electrons is made from. */
export interface RepulsionSetting {
  readonly basis: GaussianBasis;
  /** Positions, a0. */
  readonly nuclei: Float64Array;
  readonly exchange: ExactExchange;
  readonly fitting: DensityFitting | undefined;
  /** Bytes that stored integrals may take. */
  readonly memory: number;
  /** Contributions below this are left out, Eh. */
  readonly threshold: number;
  readonly closedShell: boolean;
}

/** Coulomb repulsion and exact exchange at one geometry, with or without density fitting. */
export function repulsionContributions(kernels: ScfKernels, setting: RepulsionSetting): readonly FockContribution[] {
  const { basis, nuclei, exchange, fitting, memory, threshold, closedShell } = setting;
  const exchanging = exchange.full !== 0 || exchange.longRange !== 0;
  const exact = (coulomb: boolean, bytes: number): FockContribution =>
    new ElectronRepulsion(
      {
        open: kernels.repulsion,
        gradient: kernels.repulsionGradient,
        basis,
        nuclei,
        coulomb,
        exchange,
        memory: bytes,
        threshold,
      },
      closedShell,
    );
  if (fitting === undefined) return [exact(true, memory)];
  const open = (omega: number): ThreeCentreEngine =>
    kernels.threeCentre(basis, fitting.auxiliary, nuclei, threshold, omega);
  const fit = (purpose: FitPurpose, bytes: number): FittedIntegrals => {
    const { functionCount } = fitting.auxiliary;
    return new FittedIntegrals(open(0), kernels.algebra, basis.functionCount, functionCount, purpose, bytes);
  };
  if (!exchanging) return [new FittedCoulomb(fit("coulomb", memory))];
  if (fitting.kind === "rij") return [new FittedCoulomb(fit("coulomb", memory / 2)), exact(false, memory / 2)];
  const { full, longRange: share, omega } = exchange;
  const operator = { full, longRange: share === 0 ? undefined : { engine: open(omega), share } };
  const shared = fit(operator, memory);
  return [new FittedCoulomb(shared), new FittedExchange(shared, kernels.algebra, operator)];
}
