import type { KernelTable } from "@qmmm/core";
import { stressSpectrum } from "./dispersion-grid.js";
import type { DispersionMeshSettings } from "./dispersion-settings.js";
import { spectrumLength } from "./fft-radix.js";

/** The smooth part of dispersion on a mesh, of all pairs and images and of each atom with itself; keeps work space between calls. */
export class DispersionSum {
  private readonly grid: Float64Array;
  private readonly spectrum: Float64Array;
  private readonly influence: Float64Array;
  private readonly slopes: Float64Array;
  private influenceOf = new Float64Array(0);

  constructor(
    private readonly settings: DispersionMeshSettings,
    private readonly kernels: KernelTable,
  ) {
    const [n0, n1, n2] = settings.grid;
    this.grid = new Float64Array(n0 * n1 * n2);
    this.influence = new Float64Array(n0 * n1 * spectrumLength(n2));
    this.slopes = new Float64Array(this.influence.length);
    this.spectrum = new Float64Array(2 * this.influence.length);
  }

  /**
   * The potential φ of coefficients (√Eh·a0³, length N) at all atoms, whose energy is ½Σcφ; overwritten, as its gradient (3N or 0).
   *
   * @param virial - adds −∂E/∂ε of the energy; 9 or 0
   * @param cell - 18 numbers as kernels take them
   */
  evaluate(
    potential: Float64Array,
    gradient: Float64Array,
    virial: Float64Array,
    positions: Float64Array,
    coefficients: Float64Array,
    cell: Float64Array,
  ): void {
    const { influence, kernels, slopes, spectrum } = this;
    const [n0, n1, n2] = this.settings.grid;
    this.transform(positions, coefficients, cell);
    kernels.get("mm/dispersionConvolve")(spectrum, virial, influence, slopes, cell, n0, n1, n2);
    this.interpolate(potential, gradient, positions, cell);
  }

  /** The same for one component of the virial: ½Σcφ is that of −∂E/∂ε with row `a` and column `b`. */
  component(
    potential: Float64Array,
    a: number,
    b: number,
    positions: Float64Array,
    coefficients: Float64Array,
    cell: Float64Array,
  ): void {
    this.transform(positions, coefficients, cell);
    stressSpectrum(this.spectrum, this.influence, this.slopes, cell, this.settings.grid, a, b);
    this.interpolate(potential, new Float64Array(0), positions, cell);
  }

  private transform(positions: Float64Array, coefficients: Float64Array, cell: Float64Array): void {
    const { grid, influence, kernels, slopes, spectrum } = this;
    const {
      beta,
      order,
      grid: [n0, n1, n2],
    } = this.settings;
    if (this.influenceOf.length === 0 || cell.some((value, k) => value !== this.influenceOf[k])) {
      kernels.get("mm/dispersionInfluence")(influence, slopes, cell, beta, order, n0, n1, n2);
      this.influenceOf = cell.slice();
    }
    kernels.get("mm/pmeSpread")(grid, positions, cell, coefficients, order, n0, n1, n2);
    kernels.get("mm/fftForward")(spectrum, grid, n0, n1, n2);
  }

  private interpolate(
    potential: Float64Array,
    gradient: Float64Array,
    positions: Float64Array,
    cell: Float64Array,
  ): void {
    const {
      order,
      grid: [n0, n1, n2],
    } = this.settings;
    this.kernels.get("mm/fftBackward")(this.grid, this.spectrum, n0, n1, n2);
    this.kernels.get("mm/pmeInterpolate")(potential, gradient, this.grid, positions, cell, order, n0, n1, n2);
  }
}
