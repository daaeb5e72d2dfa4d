import type { GaussianBasis } from "../basis/gaussian-basis.js";
import type { CoulombExchange, RepulsionEngine, SpinDensities } from "./contracts.js";
import { FockDigestion } from "./fock-digestion.js";
import { operatorSpread } from "./range-separation.js";
import { RepulsionQuartets } from "./repulsion-quartets.js";
import { schwarzBounds } from "./schwarz.js";
import { buildShellPairs, type ShellPairs } from "./shell-pairs.js";
import { SupermatrixRepulsion } from "./supermatrix.js";

/** Integrals bounded by less than this (Eh) are not stored. */
const STORE_CUTOFF = 1e-13;
/** Up to so many functions the stored integrals form matrices; beyond, screening pays more than dense products. */
const SUPERMATRIX_FUNCTIONS = 48;
/** Doubles per piece of storage: one allocation of gigabytes may fail where several don't. */
const PIECE = 1 << 22;

/**
 * Kernel `gto/repulsion`: opens a repulsion engine at one geometry. The integrals are stored when they take at most
 * `memory` bytes; else they are computed again in each build, screened by bound times density, so that builds from density
 * differences get cheaper as the density converges.
 */
export function repulsion(basis: GaussianBasis, nuclei: Float64Array, memory: number, omega = 0): RepulsionEngine {
  const pairs = buildShellPairs(basis, nuclei, false);
  const quartets = new RepulsionQuartets(pairs, operatorSpread(omega));
  const n = basis.functionCount;
  if (n <= SUPERMATRIX_FUNCTIONS && SupermatrixRepulsion.bytes(n) <= memory) {
    return new SupermatrixRepulsion(n, pairs, quartets);
  }
  const bounds = schwarzBounds(pairs, quartets);
  const bytes = requiredBytes(pairs, bounds, memory);
  return bytes <= memory
    ? new StoredRepulsion(basis, pairs, quartets, bounds, bytes)
    : new DirectRepulsion(basis, pairs, quartets, bounds);
}

function requiredBytes(pairs: ShellPairs, bounds: Float64Array, limit: number): number {
  let bytes = 0;
  for (let i = 0; i < pairs.count; i++) {
    const cutoff = STORE_CUTOFF / bounds[i];
    let functions = 0;
    for (let j = 0; j <= i; j++) if (bounds[j] >= cutoff) functions += pairs.size[j];
    bytes += 8 * pairs.size[i] * functions;
    if (bytes > limit) break;
  }
  return bytes;
}

class StoredRepulsion implements RepulsionEngine {
  readonly stored = true;
  private readonly pieces: Float64Array[] = [];
  /** Blocks in each piece: pair i, pair j, offset; in the order in which they were computed. */
  private readonly blocks: Int32Array[] = [];

  constructor(
    private readonly basis: GaussianBasis,
    private readonly pairs: ShellPairs,
    quartets: RepulsionQuartets,
    private readonly bounds: Float64Array,
    bytes: number,
  ) {
    const piece = new Float64Array(Math.max(Math.min(PIECE, bytes / 8), quartets.block.length));
    let used = 0;
    let blocks: number[] = [];
    const close = () => {
      if (blocks.length === 0) return;
      this.pieces.push(piece.slice(0, used));
      this.blocks.push(Int32Array.from(blocks));
      used = 0;
      blocks = [];
    };
    for (let i = 0; i < pairs.count; i++) {
      const cutoff = STORE_CUTOFF / bounds[i];
      for (let j = 0; j <= i; j++) {
        if (bounds[j] < cutoff) continue;
        const length = pairs.size[i] * pairs.size[j];
        if (used + length > piece.length) close();
        quartets.compute(i, j);
        for (let s = 0; s < length; s++) piece[used + s] = quartets.block[s];
        blocks.push(i, j, used);
        used += length;
      }
    }
    close();
  }

  build(out: CoulombExchange, densities: SpinDensities, threshold: number): void {
    const digestion = new FockDigestion(this.pairs, this.basis.functionCount, densities, out);
    const { bounds } = this;
    this.pieces.forEach((piece, p) => {
      const blocks = this.blocks[p];
      for (let s = 0; s < blocks.length; s += 3) {
        const i = blocks[s];
        const j = blocks[s + 1];
        if (bounds[i] * bounds[j] * digestion.densityBound(i, j) < threshold) continue;
        digestion.add(i, j, piece, blocks[s + 2]);
      }
    });
    digestion.finish(out);
  }
}

class DirectRepulsion implements RepulsionEngine {
  readonly stored = false;

  constructor(
    private readonly basis: GaussianBasis,
    private readonly pairs: ShellPairs,
    private readonly quartets: RepulsionQuartets,
    private readonly bounds: Float64Array,
  ) {}

  build(out: CoulombExchange, densities: SpinDensities, threshold: number): void {
    const { pairs, quartets, bounds } = this;
    const digestion = new FockDigestion(pairs, this.basis.functionCount, densities, out);
    for (let i = 0; i < pairs.count; i++) {
      for (let j = 0; j <= i; j++) {
        if (bounds[i] * bounds[j] * digestion.densityBound(i, j) < threshold) continue;
        quartets.compute(i, j);
        digestion.add(i, j, quartets.block, 0);
      }
    }
    digestion.finish(out);
  }
}
