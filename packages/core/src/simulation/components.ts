import type { Resources } from "../contracts/resources.js";
import { atPlace } from "../errors/place.js";
import { FileError, PluginError } from "../errors/qmmm-error.js";
import type { KernelTable } from "../kernels/kernels.js";
import type { RandomStream } from "../model/random.js";
import { createToken, type Scope } from "../plugin/di.js";
import type { Component, PluginRegistry } from "../plugin/host.js";
import { parseOptions } from "../plugin/options.js";
import type { ComponentKind, ComponentKinds } from "../plugin/plugin.js";
import { HOOKS, KERNELS, MEMORY, NAME, OPTIONS, RANDOM, RESOURCES, THREADS } from "../plugin/tokens.js";

/** Keys and list indices from the root of the input document. */
export type InputPath = readonly (string | number)[];

/** Services that a simulation offers to its components. */
export interface SimulationServices {
  readonly kernels: KernelTable;
  readonly random: RandomStream;
  readonly resources?: Resources | undefined;
  /** Bytes; 1 GiB when absent. */
  readonly memory?: number | undefined;
  readonly threads?: number | undefined;
}

const NO_RESOURCES: Resources = {
  read: (name) =>
    Promise.reject(
      new FileError("QMMM_FILE_NOT_FOUND", `"${name}" can't be read: this simulation was given no resources`, {
        value: name,
        action: "Pass `resources` to createSimulation",
      }),
    ),
};

/** Puts what every component may ask for, and what plugins provide, into a simulation's scope. */
export function provideServices(scope: Scope, registry: PluginRegistry, services: SimulationServices): void {
  scope.provideValue(HOOKS, registry.hooks);
  scope.provideValue(KERNELS, services.kernels);
  scope.provideValue(RANDOM, services.random);
  scope.provideValue(RESOURCES, services.resources ?? NO_RESOURCES);
  scope.provideValue(MEMORY, services.memory ?? 2 ** 30);
  scope.provideValue(THREADS, services.threads ?? 1);
  for (const { token, create } of registry.services) scope.provideFactory(token, create);
}

/** Which component to build, with what, and where that stands in the input. */
export interface ComponentRequest<K extends ComponentKind> {
  readonly kind: K;
  readonly id: string;
  /** Options as a person wrote them, without the key that names the component. */
  readonly raw: unknown;
  readonly path: InputPath;
  /** What the component is called in this simulation. */
  readonly name: string;
  /** Key that names the component: `type`, or `method` for a level. */
  readonly idKey?: string;
}

/** A component, the scope that belongs to it, and its options with defaults filled in. */
export interface CreatedComponent<K extends ComponentKind> {
  readonly made: ComponentKinds[K];
  readonly scope: Scope;
  readonly options: unknown;
}

/** Builds components out of which another component is made, such as the parts of a composite force field. */
export interface NestedComponents {
  /**
   * @param options - as a person wrote them, `type` included
   * @param path - place of these options, from the options of the component that asks
   * @throws QmmmError as `createComponent`
   */
  create<K extends ComponentKind>(
    kind: K,
    options: { readonly type: string } & Readonly<Record<string, unknown>>,
    path: InputPath,
  ): CreatedComponent<K>;
}

/** What every component may build others with. */
export const COMPONENTS = createToken<NestedComponents>("core/Components");

function findAt<K extends ComponentKind>(registry: PluginRegistry, kind: K, id: string, path: InputPath): Component<K> {
  return atPlace(path.join("."), () => registry.find(kind, id));
}

/**
 * Validates a component's options, gives it a scope of its own below the simulation's and builds it there.
 *
 * @throws QmmmError `QMMM_PLUGIN_COMPONENT_UNKNOWN`, what is wrong with its options, or `QMMM_PLUGIN_CREATE_FAILED`
 */
export function createComponent<K extends ComponentKind>(
  registry: PluginRegistry,
  simulation: Scope,
  { kind, id, raw, path, name, idKey = "type" }: ComponentRequest<K>,
): CreatedComponent<K> {
  const declared = findAt(registry, kind, id, [...path, idKey]);
  const options = parseOptions(declared.options, raw, path, `Options of ${id}`);
  const scope = simulation.child(path.join("."));
  scope.provideValue(OPTIONS, options);
  scope.provideValue(NAME, name);
  scope.provideValue(COMPONENTS, {
    create: (nested, { type, ...own }, inner) =>
      createComponent(registry, scope, { kind: nested, id: type, raw: own, path: [...path, ...inner], name: type }),
  });
  try {
    return { made: declared.create(scope), scope, options };
  } catch (error) {
    if (error instanceof Error && "code" in error) throw error;
    throw new PluginError(
      "QMMM_PLUGIN_CREATE_FAILED",
      `${declared.plugin} could not create "${id}": ${error instanceof Error ? error.message : String(error)}`,
      { plugin: declared.plugin, value: id, action: `Report this to the authors of ${declared.plugin}` },
      { cause: error },
    );
  }
}
