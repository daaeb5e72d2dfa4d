import type { SourcePlace } from "@qmmm/core";
import { periodicTermsOf } from "../gromacs/rb-series.js";
import { pairLists } from "../parameters/exclusions.js";
import { constantsOf } from "../parameters/lennard-jones.js";
import { type CmapGrid, type CmapTerms, TermList } from "../parameters/mm-parameters.js";
import { invalid, unsupported } from "./errors.js";
import { KJ, NM } from "./units.js";

/** Collects terms in OpenMM's units and functions: ½k(r − r0)², ½k(θ − θ0)², k(1 + cos(nφ − δ)), Σ Cₙ cosⁿ(φ − π). */
export class TermCollector {
  private readonly bonds = new TermList();
  private readonly angles = new TermList();
  private readonly springs = new TermList();
  private readonly torsions = new TermList();
  private readonly impropers = new TermList();
  private readonly harmonics = new TermList();
  private readonly exceptions = new TermList();
  private readonly excluded: (readonly [number, number])[] = [];
  private readonly cmapAtoms: number[] = [];
  private readonly gridOf: number[] = [];
  private readonly grids: CmapGrid[] = [];

  constructor(private readonly atomCount: number) {}

  /** r0 in nm, k in kJ/mol/nm². */
  bond(atoms: readonly number[], r0: number, k: number): void {
    this.bonds.add(atoms, [(k * KJ) / NM ** 2 / 2, r0 * NM]);
  }

  /** Between the ends of an angle; as bonds. */
  ureyBradley(ends: readonly number[], r0: number, k: number): void {
    this.springs.add(ends, [(k * KJ) / NM ** 2 / 2, r0 * NM]);
  }

  /** θ0 in rad, k in kJ/mol/rad². */
  angle(atoms: readonly number[], theta0: number, k: number): void {
    this.angles.add(atoms, [(k * KJ) / 2, theta0]);
  }

  /** k in kJ/mol, δ in rad. */
  torsion(kind: "torsions" | "impropers", atoms: readonly number[], n: number, phase: number, k: number): void {
    this[kind].add(atoms, [k * KJ, n, phase]);
  }

  /** k(φ − φ0)², the smallest difference of the angles; k in kJ/mol/rad², φ0 in rad. */
  harmonicImproper(atoms: readonly number[], phi0: number, k: number): void {
    this.harmonics.add(atoms, [k * KJ, phi0]);
  }

  /** C0 to C5 in kJ/mol, of an angle that is zero in cis minus π. */
  ryckaertBellemans(kind: "torsions" | "impropers", atoms: readonly number[], constants: readonly number[]): void {
    for (const [k, n] of periodicTermsOf(constants)) this.torsion(kind, atoms, n, 0, k);
  }

  /**
   * A grid of corrections as OpenMM orders it: φ fast, both from 0 on.
   *
   * @returns its number
   * @throws QmmmError `QMMM_MM_PARAMETERS_INVALID`, `QMMM_MM_TERM_UNSUPPORTED`
   */
  grid(energies: readonly number[], size: number, place: SourcePlace): number {
    if (size < 2 || size * size !== energies.length) {
      throw invalid(place, `a CMAP correction has ${energies.length} energies`, {
        value: energies.length,
        allowed: "as many as a square grid has points",
      });
    }
    if (size % 2 !== 0) {
      throw unsupported(place, `a CMAP correction on a grid of odd size ${size}`, { allowed: "even sizes" });
    }
    const half = size / 2;
    const shifted = (k: number): number => (k + half) % size;
    this.grids.push({
      size,
      energies: Float64Array.from(energies, (_, point) => {
        const [a, b] = [Math.floor(point / size), point % size];
        return energies[shifted(a) + size * shifted(b)]! * KJ;
      }),
    });
    return this.grids.length - 1;
  }

  cmap(grid: number, phi: readonly number[], psi: readonly number[]): void {
    this.gridOf.push(grid);
    this.cmapAtoms.push(...phi, ...psi);
  }

  exclude(i: number, j: number): void {
    this.excluded.push([i, j]);
  }

  /** A pair with constants of its own: charge product in e², σ in nm, ε in kJ/mol. The pair is excluded too. */
  exception(i: number, j: number, chargeProduct: number, sigma: number, epsilon: number): void {
    this.exclude(i, j);
    if (chargeProduct === 0 && epsilon === 0) return;
    const { c12, c6 } = constantsOf({ sigma: sigma * NM, epsilon: epsilon * KJ });
    this.exceptions.add([i, j], [c12, c6, chargeProduct]);
  }

  finish() {
    const cmaps: CmapTerms | undefined =
      this.gridOf.length === 0
        ? undefined
        : { atoms: Int32Array.from(this.cmapAtoms), gridOf: Int32Array.from(this.gridOf), grids: this.grids };
    return {
      bonds: this.bonds.finish(),
      angles: this.angles.finish(),
      ureyBradley: this.springs.finish(),
      torsions: this.torsions.finish(),
      impropers: this.impropers.finish(),
      harmonicImpropers: this.harmonics.finish(),
      exceptions: this.exceptions.finish(),
      cmaps,
      ...pairLists(this.atomCount, this.excluded),
    };
  }
}
