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
import {
  type BasisSet,
  buildGaussianBasis,
  electronCounts,
  globalExchange,
  loadBasisSet,
  parseBasisSetExchangeJson,
  ScfEngine,
  type SpinReference,
} from "@qmmm/gto";
import type { HfOptions } from "./options.js";

/**
 * Hartree–Fock in a Gaussian basis, restricted or unrestricted, in any field. Roothaan 1951,
 * doi:10.1103/RevModPhys.23.69; Pople & Nesbet 1954, doi:10.1063/1.1740120; Roothaan 1960,
 * doi:10.1103/RevModPhys.32.179.
 */
@injectable()
export class HartreeFock implements QmMethod {
  constructor(
    @inject(OPTIONS) private readonly options: HfOptions,
    @inject(NAME) private readonly name: string,
    @inject(HOOKS) private readonly hooks: SimulationHooks,
    @inject(KERNELS) private readonly kernels: KernelTable,
    @inject(RESOURCES) private readonly resources: Resources,
    @inject(MEMORY) private readonly memory: number,
  ) {}

  /**
   * @throws InputError `QMMM_QM_ELECTRONS`, `QMMM_QM_MULTIPLICITY`, `QMMM_HF_REFERENCE`, and what reading the basis set
   *   throws (`QMMM_BASIS_UNKNOWN`, `QMMM_BASIS_ELEMENT_MISSING`, `QMMM_BASIS_MALFORMED`, …)
   */
  async open(molecule: Molecule): Promise<QmEngine> {
    const counts = electronCounts(molecule);
    const level = `levels.${this.name}`;
    const reference = atPlace(`${level}.reference`, () => this.reference(molecule));
    const { functions } = this.options;
    const basis = await atPlace(`${level}.basis`, async () =>
      buildGaussianBasis(molecule.elements, await this.basisSet(), { functions }),
    );
    const { integrals, ...scf } = this.options.scf;
    const memory = { auto: this.memory, stored: Number.POSITIVE_INFINITY, direct: 0 }[integrals];
    const { hooks, name } = this;
    return new ScfEngine(
      {
        name,
        reference,
        exchange: globalExchange(1),
        options: { ...scf, memory },
        onIteration: (progress) => {
          if (hooks.isUsed("scfIteration")) hooks.notify("scfIteration", { level: name, ...progress });
        },
      },
      molecule,
      counts,
      basis,
      this.kernels,
    );
  }

  private reference({ multiplicity }: Molecule): SpinReference {
    const { reference } = this.options;
    if (reference === "auto") return multiplicity === 1 ? "rhf" : "uhf";
    if (reference === "rhf" && multiplicity !== 1) {
      throw new InputError("QMMM_HF_REFERENCE", `RHF describes singlets only, not multiplicity ${multiplicity}`, {
        value: reference,
        allowed: ["auto", "uhf", "rohf"],
        action: `Set reference of the level "${this.name}" to uhf or rohf`,
      });
    }
    return reference;
  }

  private async basisSet(): Promise<BasisSet> {
    const { basis } = this.options;
    if (typeof basis === "string") return loadBasisSet(basis);
    const bytes = await this.resources.read(basis.file);
    return parseBasisSetExchangeJson(new TextDecoder().decode(bytes));
  }
}
