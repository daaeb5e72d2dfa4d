import type { Resources } from "../contracts/resources.js";
import { createHooks } from "../hooks/hooks.js";
import { selectKernels } from "../kernels/kernels.js";
import { createRandomStream } from "../model/random.js";
import { createScope } from "../plugin/di.js";
import { registerPlugins } from "../plugin/host.js";
import type { ComponentKind, Plugin } from "../plugin/plugin.js";
import { type CreatedComponent, createComponent, provideServices } from "../simulation/components.js";

/** What `componentUnderTest` takes. */
export interface ComponentSetup<K extends ComponentKind> {
  readonly plugins: readonly Plugin[];
  readonly kind: K;
  readonly id: string;
  /** Options as in an input file; none when absent. */
  readonly options?: unknown;
  readonly resources?: Resources;
  /** Memory for stored intermediates, bytes. */
  readonly memory?: number;
}

/**
 * Builds one component of a plugin as a simulation would, in a scope of its own.
 *
 * ```ts
 * qmMethodSuite({ …, create: () => qmMethodUnderTest({ plugins: [plugin], id: "harmonic" }) });
 * ```
 */
export async function componentUnderTest<K extends ComponentKind>(
  setup: ComponentSetup<K>,
): Promise<CreatedComponent<K>> {
  const registry = registerPlugins(setup.plugins, createHooks());
  const kernels = await selectKernels(registry.backends, "off");
  const scope = createScope("test");
  provideServices(scope, registry, {
    kernels,
    random: createRandomStream("conformance"),
    ...(setup.resources === undefined ? {} : { resources: setup.resources }),
    memory: setup.memory,
  });
  const { kind, id, options = {} } = setup;
  return createComponent(registry, scope, { kind, id, raw: options, path: ["component"], name: id });
}

/** A QM method of a plugin, for `qmMethodSuite`. */
export async function qmMethodUnderTest(setup: Omit<ComponentSetup<"qmMethod">, "kind">) {
  const { made, scope } = await componentUnderTest({ ...setup, kind: "qmMethod" });
  return { method: made, scope };
}
