import type { KernelTable, TermMask } from "@qmmm/core";
import { atomsAlone } from "../analysis/divide-by-groups.js";
import type { ManyBodyKernel } from "./kernels/signatures.js";
import { sharesOf } from "./ownership.js";
import type { SolidTerms } from "./solid-potential.js";

/** A many-body potential with the parameters of one system. */
export interface ManyBodyInteraction {
  /** Names of its terms, in the order of the kernel's energies. */
  readonly terms: readonly string[];
  /** Beyond this distance atoms do not see each other, a0. */
  readonly cutoff: number;
  /** Whether it is a sum over pairs and triplets. */
  readonly clusters: boolean;
  /** Its kernel with the parameters filled in. */
  bind(kernels: KernelTable): BoundInteraction;
}

type WithoutLast<T extends readonly unknown[]> = T extends readonly [...infer Rest, unknown] ? Rest : never;
type BoundInteraction = (...args: WithoutLast<Parameters<ManyBodyKernel<unknown>>>) => void;

/** What a mask keeps of a many-body potential. */
export function manyBodyTerms(interaction: ManyBodyInteraction, mask: TermMask, kernels: KernelTable): SolidTerms {
  const { inside, outside } = mask.bonded;
  const shares = sharesOf(mask, interaction.clusters);
  const kernel = interaction.bind(kernels);
  return {
    names: interaction.terms,
    cutoff: interaction.cutoff,
    alone: inside && outside ? (atoms) => manyBodyTerms(interaction, atomsAlone(atoms), kernels) : undefined,
    add(energies, forces, virial, { positions }, cell, list) {
      if (shares.length === 0) return;
      const everybody = list.at(positions, cell);
      for (const { atoms, owned } of shares) {
        const neighbours = atoms === "all" ? everybody : list.regionAlone();
        kernel(energies, forces, virial, positions, neighbours, owned);
      }
    },
  };
}
