import { NO_FIELD } from "@qmmm/core";
import { basisOfAtom } from "../../basis/basis-of-atom.js";
import type { GaussianBasis } from "../../basis/gaussian-basis.js";
import { MoleculeInField } from "../molecule-in-field.js";
import { repulsionContributions } from "../repulsion-contributions.js";
import type { ScfKernels } from "../scf-kernels.js";
import type { ScfMethod } from "../scf-method.js";
import type { RadialDensity } from "./radial-density.js";
import { sphericalAtom } from "./spherical-atom.js";

/** The free, neutral, spherical atoms of a molecule at its own level of theory, without density fitting; each element once. */
export class FreeAtoms {
  private readonly known = new Map<number, RadialDensity>();

  constructor(
    private readonly kernels: ScfKernels,
    private readonly method: ScfMethod,
    private readonly elements: Uint8Array,
    private readonly basis: GaussianBasis,
  ) {}

  /** The density of every atom, in their order. @throws ConvergenceError `QMMM_ATOM_NOT_CONVERGED` */
  densities(): RadialDensity[] {
    return Array.from(this.elements, (element, atom) => {
      let density = this.known.get(element);
      if (density === undefined) this.known.set(element, (density = this.solve(element, atom)));
      return density;
    });
  }

  private solve(element: number, atom: number): RadialDensity {
    const { kernels, method } = this;
    const basis = basisOfAtom(this.basis, atom);
    const nuclei = new Float64Array(3);
    const place = new MoleculeInField(kernels, basis, Float64Array.of(element), nuclei, NO_FIELD);
    const { overlap, operators } = place.oneElectron();
    const repulsion = repulsionContributions(kernels, {
      basis,
      nuclei,
      exchange: method.exchange,
      fitting: undefined,
      memory: method.options.memory,
      threshold: method.options.screening,
      closedShell: true,
    });
    return sphericalAtom(kernels.algebra, element, basis, {
      reference: "rhf",
      temperature: 0,
      overlap,
      oneElectron: operators,
      constantTerms: {},
      contributions: [...repulsion, ...(method.electronic?.(Uint8Array.of(element), basis)(nuclei) ?? [])],
    });
  }
}
