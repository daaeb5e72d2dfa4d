import type { Boundary, Coupling, Level, MmModel, Potential, QmMethod, Region, SimulationHooks } from "@qmmm/core";
import { createHooks, createScope } from "@qmmm/core";
import type { z } from "zod";
import { LinkAtomBoundary } from "../../src/boundary/link-atom-boundary.js";
import { LinkAtomOptions } from "../../src/boundary/options.js";
import { AdditiveCoupling } from "../../src/scheme/additive.js";
import { AdditiveOptions, SubtractiveOptions } from "../../src/scheme/options.js";
import { SubtractiveCoupling } from "../../src/scheme/subtractive.js";
import { EquilibratedChargesMethod } from "./equilibrated-charges.js";
import type { Case } from "./systems.js";

/** What `bind` joins; options as a user writes them. */
export interface Binding {
  readonly case: Case;
  readonly mm?: MmModel | undefined;
  readonly scheme?: "additive" | "subtractive";
  readonly options?: z.input<typeof AdditiveOptions> | z.input<typeof SubtractiveOptions>;
  readonly boundary?: z.input<typeof LinkAtomOptions>;
  readonly methods?: Readonly<Record<string, QmMethod>>;
  readonly hooks?: SimulationHooks;
  /** Regions beside the case's own. */
  readonly others?: readonly Region[];
}

/** The link-atom boundary with options as a user writes them. */
export function linkAtoms(options: z.input<typeof LinkAtomOptions> = {}): Boundary {
  return new LinkAtomBoundary(LinkAtomOptions.parse(options));
}

/** Binds a coupling as a simulation would; gives the potential and what was noted. */
export async function bind(
  binding: Binding,
): Promise<{ readonly potential: Potential; readonly notes: readonly string[] }> {
  const scope = createScope("test");
  const methods = binding.methods ?? { high: new EquilibratedChargesMethod() };
  const levels = new Map<string, Level>(
    Object.entries(methods).map(([name, method]) => [name, { name, method, scope: scope.child(name) }]),
  );
  const coupling: Coupling =
    binding.scheme === "subtractive"
      ? new SubtractiveCoupling(SubtractiveOptions.parse(binding.options ?? {}))
      : new AdditiveCoupling(AdditiveOptions.parse(binding.options ?? {}));
  const notes: string[] = [];
  const potential = await coupling.bind({
    system: binding.case.system,
    partition: { regions: [binding.case.region, ...(binding.others ?? [])] },
    mm: binding.mm,
    levels,
    boundary: linkAtoms(binding.boundary),
    hooks: binding.hooks ?? createHooks(),
    scope,
    note: (line) => notes.push(line),
  });
  return { potential, notes };
}
