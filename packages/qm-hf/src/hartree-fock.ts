import {
  HOOKS,
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
import { globalExchange, gridLevel, openScfEngine } from "@qmmm/gto";
import type { HfOptions } from "./options.js";

/** Level of the grid on which charges are integrated. */
const PROPERTY_GRID = 4;

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

  /** @throws InputError as `openScfEngine` does */
  open(molecule: Molecule): Promise<QmEngine> {
    const { options, name, hooks, kernels, resources, memory } = this;
    const level = { options, name, hooks, kernels, resources, memory };
    return openScfEngine(level, molecule, { exchange: globalExchange(1), grid: gridLevel(PROPERTY_GRID) });
  }
}
