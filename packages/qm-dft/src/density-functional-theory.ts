import {
  atPlace,
  HOOKS,
  InputError,
  inject,
  injectable,
  KERNELS,
  type KernelTable,
  MEMORY,
  type Molecule,
  NAME,
  OPTIONS,
  type QmEngine,
  type QmMethod,
  RESOURCES,
  type Resources,
  type SimulationHooks,
} from "@qmmm/core";
import { openScfEngine } from "@qmmm/gto";
import { openDispersion } from "./dispersion.js";
import { ExchangeCorrelation } from "./exchange-correlation.js";
import type { FunctionalDefinition } from "./functionals/definitions.js";
import { findFunctional } from "./functionals/find-functional.js";
import { Functional } from "./functionals/functional.js";
import { gridRecipe, roughRecipe } from "./grid.js";
import { NonlocalCorrelation } from "./nonlocal/nonlocal-correlation.js";
import { nonlocalParameters } from "./nonlocal/nonlocal-parameters.js";
import type { DftOptions } from "./options.js";

/** Share of the memory that values of basis functions may take; the rest is for repulsion integrals. */
const GRID_SHARE = 0.5;

/**
 * Kohn–Sham density functional theory in a Gaussian basis, restricted or unrestricted, in any field. Kohn & Sham 1965,
 * doi:10.1103/PhysRev.140.A1133; Pople, Gill & Johnson 1992, doi:10.1016/0009-2614(92)85009-Y.
 */
@injectable()
export class DensityFunctionalTheory implements QmMethod {
  constructor(
    @inject(OPTIONS) private readonly options: DftOptions,
    @inject(NAME) private readonly name: string,
    @inject(HOOKS) private readonly hooks: SimulationHooks,
    @inject(KERNELS) private readonly kernels: KernelTable,
    @inject(RESOURCES) private readonly resources: Resources,
    @inject(MEMORY) private readonly memory: number,
  ) {}

  /**
   * @throws InputError `QMMM_DFT_FUNCTIONAL`, `QMMM_DFT_BASIS`, `QMMM_GRID_ANGULAR`, `QMMM_GRID_ELEMENT`, `QMMM_DISPERSION_FUNCTIONAL`, and
   *   as `openScfEngine` does
   */
  async open(molecule: Molecule): Promise<QmEngine> {
    const { options, name, hooks, kernels, resources, memory } = this;
    const place = `levels.${name}`;
    const definition = atPlace(`${place}.functional`, () => findFunctional(options.functional));
    const recipe = atPlace(`${place}.grid`, () => gridRecipe(options.grid, molecule.elements));
    const nonlocal = atPlace(`${place}.dispersion`, () => nonlocalParameters(options, definition));
    const nonlocalRecipe = atPlace(`${place}.nonlocalGrid`, () => gridRecipe(options.nonlocalGrid, molecule.elements));
    const pairs = { sums: kernels.get("dft/nonlocalSums"), gradient: kernels.get("dft/nonlocalGradient") };
    const corrections = await atPlace(`${place}.dispersion`, () => openDispersion(options, definition, molecule));
    const functional = new Functional(definition);
    const basis = atPlace(`${place}.basis`, () => basisOf(options, definition));
    const level = {
      options: { ...options, basis },
      name,
      hooks,
      kernels,
      resources,
      memory: (1 - GRID_SHARE) * memory,
    };
    const integration = {
      shares: kernels.get("gto/partitionShares"),
      sharesGradient: kernels.get("gto/partitionGradient"),
      orbitals: kernels.get("gto/gridOrbitals"),
    };
    return openScfEngine(level, molecule, {
      exchange: definition.exchange,
      grid: recipe,
      electronic: (elements, basis) => {
        const share = nonlocal === undefined ? GRID_SHARE : GRID_SHARE / 2;
        const parts = { kernels: integration, recipe, elements, basis, memory: share * memory };
        const onPairs = { ...parts, recipe: nonlocalRecipe, roughRecipe: roughRecipe(options.nonlocalGrid, 1) };
        return (nuclei) => [
          new ExchangeCorrelation({ ...parts, functional, roughRecipe: roughRecipe(options.grid, 2) }, nuclei),
          ...(nonlocal === undefined ? [] : [new NonlocalCorrelation(onPairs, pairs, nonlocal, nuclei)]),
        ];
      },
      nuclear: (nuclei) => corrections.map((at) => at(nuclei)),
    });
  }
}

/** The basis set that the options name, or that the composite method has. */
function basisOf({ basis }: DftOptions, { name, composite }: FunctionalDefinition): NonNullable<DftOptions["basis"]> {
  if (composite !== undefined && (basis === undefined || basis === composite.basis)) return composite.basis;
  if (basis !== undefined && composite === undefined) return basis;
  throw new InputError(
    "QMMM_DFT_BASIS",
    basis === undefined
      ? "A basis set is missing"
      : `${name} was fitted in ${composite?.basis}, and is nothing without it`,
    {
      value: basis === undefined || typeof basis === "string" ? (basis ?? "") : basis.file,
      ...(composite !== undefined && { allowed: [composite.basis] }),
      action:
        basis === undefined
          ? "Name one, for example def2-SVP"
          : "Leave the basis set out, or choose another functional",
    },
  );
}
