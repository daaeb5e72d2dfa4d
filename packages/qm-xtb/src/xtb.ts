import {
  HOOKS,
  inject,
  injectable,
  KERNELS,
  type KernelTable,
  type Molecule,
  NAME,
  OPTIONS,
  type QmEngine,
  type QmMethod,
  type SimulationHooks,
} from "@qmmm/core";
import { valenceElectrons } from "./electron-counts.js";
import type { XtbOptions } from "./options.js";
import type { XtbModel } from "./parameters.js";
import { TightBindingModel } from "./tight-binding-model.js";
import { XtbEngine } from "./xtb-engine.js";

/** Extended tight binding with options; the model is the subclasses'. */
abstract class Xtb implements QmMethod {
  protected abstract readonly model: XtbModel;

  constructor(
    private readonly options: XtbOptions,
    private readonly name: string,
    private readonly hooks: SimulationHooks,
    private readonly kernels: KernelTable,
  ) {}

  /** @throws InputError `QMMM_XTB_ELEMENT`, `QMMM_QM_ELECTRONS`, `QMMM_QM_MULTIPLICITY` */
  async open(molecule: Molecule): Promise<QmEngine> {
    const { hooks, kernels, name } = this;
    const { embedding, scf, siteHardness, siteRadius, temperature } = this.options;
    const model = await TightBindingModel.load(this.model, molecule.elements);
    const electrons = valenceElectrons(molecule, model.valenceElectrons, model.shells.basis.functionCount);
    return new XtbEngine(
      model,
      molecule,
      electrons,
      {
        integrals: {
          overlapMoments: kernels.get("xtb/overlapMoments"),
          overlapMomentsGradient: kernels.get("xtb/overlapMomentsGradient"),
        },
        algebra: { lowestEigenvectors: kernels.get("xtb/lowestEigenvectors"), multiply: kernels.get("gto/multiply") },
      },
      {
        name,
        temperature,
        embedding: { mode: embedding, hardness: siteHardness, radius: siteRadius },
        plan: { tolerance: scf.tolerance, maxIterations: scf.maxIterations, damping: scf.damping },
        retry: scf.retry,
        onIteration: (progress) => {
          if (hooks.isUsed("scfIteration")) hooks.notify("scfIteration", { level: name, ...progress });
        },
      },
    );
  }
}

/** GFN1-xTB (Grimme, Bannwarth and Shushkov 2017, doi:10.1021/acs.jctc.7b00118). */
@injectable()
export class Gfn1 extends Xtb {
  protected readonly model = "gfn1";

  constructor(
    @inject(OPTIONS) options: XtbOptions,
    @inject(NAME) name: string,
    @inject(HOOKS) hooks: SimulationHooks,
    @inject(KERNELS) kernels: KernelTable,
  ) {
    super(options, name, hooks, kernels);
  }
}

/** GFN2-xTB (Bannwarth, Ehlert and Grimme 2019, doi:10.1021/acs.jctc.8b01176). */
@injectable()
export class Gfn2 extends Xtb {
  protected readonly model = "gfn2";

  constructor(
    @inject(OPTIONS) options: XtbOptions,
    @inject(NAME) name: string,
    @inject(HOOKS) hooks: SimulationHooks,
    @inject(KERNELS) kernels: KernelTable,
  ) {
    super(options, name, hooks, kernels);
  }
}
