import type { GaussianBasis } from "../basis/gaussian-basis.js";
import type { CoulombExchange, GtoKernels, SpinDensities } from "../integrals/contracts.js";
import type { ExactExchange } from "./exact-exchange.js";
import type { FockContribution, SpinMatrices } from "./fock-contribution.js";
import { IncrementalBuild } from "./incremental-build.js";
import { addScaled, dot } from "./linear-algebra/matrices.js";

/** What the repulsion of electrons is computed with. */
export interface ElectronRepulsionParts {
  readonly open: GtoKernels["gto/repulsion"];
  readonly gradient: GtoKernels["gto/repulsionGradient"];
  readonly basis: GaussianBasis;
  /** Positions, a0. */
  readonly nuclei: Float64Array;
  /** Whether J belongs to it; else exchange alone. */
  readonly coulomb: boolean;
  readonly exchange: ExactExchange;
  /** Bytes that stored integrals may take. */
  readonly memory: number;
  /** Contributions below this are left out, Eh. */
  readonly threshold: number;
}

/** J or K of one operator, and its share in the energy. */
interface Share {
  readonly build: IncrementalBuild;
  readonly exchange: number;
}

/** Coulomb and exact-exchange energy ½ΣP·J[P] − ½Σσ Pσ·(x K + x_lr K^lr)[Pσ] from four-centre integrals; or the latter alone. */
export class ElectronRepulsion implements FockContribution {
  private readonly shares: readonly Share[];

  constructor(
    private readonly parts: ElectronRepulsionParts,
    closedShell: boolean,
  ) {
    const { open, basis, nuclei, coulomb: withCoulomb, exchange, threshold } = parts;
    const ranged = exchange.longRange !== 0;
    const memory = ranged ? parts.memory / 2 : parts.memory;
    const share = (coulomb: boolean, x: number, omega: number): Share => ({
      build: new IncrementalBuild(
        open(basis, nuclei, memory, omega),
        basis.functionCount,
        closedShell,
        { coulomb, exchange: x !== 0 },
        threshold,
      ),
      exchange: x,
    });
    this.shares = [
      ...(withCoulomb || exchange.full !== 0 ? [share(withCoulomb, exchange.full, 0)] : []),
      ...(ranged ? [share(false, exchange.longRange, exchange.omega)] : []),
    ];
  }

  add(fock: SpinMatrices, densities: SpinDensities, terms: Record<string, number>): void {
    for (const { build, exchange } of this.shares) {
      build.update(densities);
      addShare(fock, build.matrices, exchange);
      const { coulomb, exchangeAlpha, exchangeBeta } = build.matrices;
      if (coulomb !== null) terms.coulomb = 0.5 * (dot(densities.alpha, coulomb) + dot(densities.beta, coulomb));
      if (exchangeAlpha === null || exchangeBeta === null) continue;
      const energy = -0.5 * exchange * (dot(densities.alpha, exchangeAlpha) + dot(densities.beta, exchangeBeta));
      terms.exchange = (terms.exchange ?? 0) + energy;
    }
  }

  addGradient(gradient: Float64Array, densities: SpinDensities): void {
    const { gradient: add, basis, nuclei, coulomb, exchange, threshold } = this.parts;
    add(gradient, basis, nuclei, densities, { coulomb: coulomb ? 1 : 0, exchange: exchange.full }, threshold);
    if (exchange.longRange === 0) return;
    const { longRange, omega } = exchange;
    add(gradient, basis, nuclei, densities, { coulomb: 0, exchange: longRange, omega }, threshold);
  }

  addResponse(fock: SpinMatrices, changes: SpinDensities): void {
    for (const { build, exchange } of this.shares) addShare(fock, build.of(changes), exchange);
  }
}

/** fock += J − x·K. */
function addShare(fock: SpinMatrices, { coulomb, exchangeAlpha, exchangeBeta }: CoulombExchange, x: number): void {
  const open = fock.beta !== fock.alpha;
  if (coulomb !== null) {
    addScaled(fock.alpha, coulomb, 1);
    if (open) addScaled(fock.beta, coulomb, 1);
  }
  if (exchangeAlpha === null || exchangeBeta === null) return;
  addScaled(fock.alpha, exchangeAlpha, -x);
  if (open) addScaled(fock.beta, exchangeBeta, -x);
}
