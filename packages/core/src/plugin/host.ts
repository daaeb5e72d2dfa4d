import type { z } from "zod";
import type { SystemFormat } from "../contracts/format.js";
import { nearestSpelling } from "../errors/nearest.js";
import { PluginError } from "../errors/qmmm-error.js";
import type { HookTaps, SimulationHooks } from "../hooks/hooks.js";
import type { KernelBackend } from "../kernels/kernels.js";
import type { Scope, Token } from "./di.js";
import type { ComponentKind, ComponentKinds, Declaration, Plugin, Registrar } from "./plugin.js";
import { API_VERSION } from "./plugin.js";

/** A component as a plugin declared it. */
export interface Component<K extends ComponentKind = ComponentKind> {
  readonly kind: K;
  readonly id: string;
  /** Name of the plugin that declared it. */
  readonly plugin: string;
  readonly summary: string;
  readonly options: z.ZodType;
  readonly create: (scope: Scope) => ComponentKinds[K];
}

/** Everything that a set of plugins declared. Complete once made: nothing can be added to it. */
export interface PluginRegistry {
  readonly plugins: readonly Plugin[];
  readonly hooks: SimulationHooks;
  readonly formats: readonly SystemFormat[];
  readonly backends: readonly KernelBackend[];
  readonly services: readonly {
    readonly plugin: string;
    readonly token: Token<unknown>;
    readonly create: (scope: Scope) => unknown;
  }[];
  /** Components of a kind, in the order of declaration. */
  list<K extends ComponentKind>(kind: K): readonly Component<K>[];
  /** @throws QmmmError `QMMM_PLUGIN_COMPONENT_UNKNOWN`, with what exists and the nearest spelling. */
  find<K extends ComponentKind>(kind: K, id: string): Component<K>;
}

const KIND_NAMES: Readonly<Record<ComponentKind, string>> = {
  qmMethod: "QM method",
  forceField: "force field",
  boundary: "boundary",
  coupling: "coupling",
  criterion: "switching criterion",
  adaptiveScheme: "adaptive scheme",
  sampler: "sampler",
  task: "task",
};

function checkPlugins(plugins: readonly Plugin[]): void {
  const names = new Set<string>();
  for (const plugin of plugins) {
    if (plugin.apiVersion !== API_VERSION) {
      throw new PluginError(
        "QMMM_PLUGIN_API_VERSION",
        `${plugin.name} was written for version ${plugin.apiVersion} of the plugin interface`,
        {
          value: plugin.apiVersion,
          allowed: [String(API_VERSION)],
          action: `Install a version of ${plugin.name} that fits this version of @qmmm/core`,
          plugin: plugin.name,
        },
      );
    }
    if (names.has(plugin.name)) {
      throw new PluginError("QMMM_PLUGIN_DUPLICATE", `The plugin ${plugin.name} is loaded twice`, {
        value: plugin.name,
        action: "List it once",
        plugin: plugin.name,
      });
    }
    names.add(plugin.name);
  }
  for (const plugin of plugins) {
    for (const needed of plugin.requires ?? []) {
      if (names.has(needed)) continue;
      throw new PluginError("QMMM_PLUGIN_REQUIRED", `${plugin.name} needs the plugin ${needed}, which is not loaded`, {
        value: needed,
        allowed: [...names],
        action: `Install ${needed} and add it to the plugins`,
        plugin: plugin.name,
      });
    }
  }
}

/**
 * First pass over the plugins: checks that they fit together and collects what they declare. Nothing is built yet.
 *
 * @throws QmmmError `QMMM_PLUGIN_API_VERSION`, `QMMM_PLUGIN_DUPLICATE`, `QMMM_PLUGIN_REQUIRED`,
 * `QMMM_PLUGIN_COMPONENT_DUPLICATE`, `QMMM_PLUGIN_REGISTER_FAILED`
 */
export function registerPlugins(plugins: readonly Plugin[], hooks: SimulationHooks): PluginRegistry {
  checkPlugins(plugins);
  const components = new Map<string, Component>();
  const formats: SystemFormat[] = [];
  const backends: KernelBackend[] = [];
  const services: { plugin: string; token: Token<unknown>; create: (scope: Scope) => unknown }[] = [];
  for (const plugin of plugins) {
    let open = true;
    const guard = (): void => {
      if (open) return;
      throw new PluginError("QMMM_PLUGIN_FROZEN", `${plugin.name} declares something after its registration ended`, {
        plugin: plugin.name,
        action: "Declare everything inside register, synchronously",
      });
    };
    const declare =
      <K extends ComponentKind>(kind: K) =>
      <S extends z.ZodType>(id: string, declaration: Declaration<ComponentKinds[K], S>): void => {
        guard();
        const key = `${kind}:${id}`;
        const other = components.get(key);
        if (other !== undefined) {
          throw new PluginError(
            "QMMM_PLUGIN_COMPONENT_DUPLICATE",
            `Both ${other.plugin} and ${plugin.name} declare the ${KIND_NAMES[kind]} "${id}"`,
            {
              value: id,
              plugin: plugin.name,
              action: "Load only one of the two plugins",
            },
          );
        }
        const { options, create, summary = "" } = declaration;
        components.set(key, Object.freeze({ kind, id, plugin: plugin.name, summary, options, create }));
      };
    const taps: HookTaps = {
      tap(name, who, tap, options) {
        guard();
        hooks.tap(name, who, tap, options);
      },
    };
    const registrar: Registrar = {
      hooks: taps,
      qmMethod: declare("qmMethod"),
      forceField: declare("forceField"),
      boundary: declare("boundary"),
      coupling: declare("coupling"),
      criterion: declare("criterion"),
      adaptiveScheme: declare("adaptiveScheme"),
      sampler: declare("sampler"),
      task: declare("task"),
      format(format) {
        guard();
        formats.push(format);
      },
      kernels(backend) {
        guard();
        backends.push(backend);
      },
      provide<T>(token: Token<T>, create: (scope: Scope) => T) {
        guard();
        services.push({ plugin: plugin.name, token: token as Token<unknown>, create });
      },
    };
    try {
      plugin.register(registrar);
    } catch (error) {
      if (error instanceof PluginError) throw error;
      throw new PluginError(
        "QMMM_PLUGIN_REGISTER_FAILED",
        `${plugin.name} failed while registering: ${error instanceof Error ? error.message : String(error)}`,
        { plugin: plugin.name, action: `Report this to the authors of ${plugin.name}, or leave the plugin out` },
        { cause: error },
      );
    }
    open = false;
  }
  const list = <K extends ComponentKind>(kind: K): readonly Component<K>[] =>
    [...components.values()].filter((component): component is Component<K> => component.kind === kind);
  return Object.freeze({
    plugins: Object.freeze([...plugins]),
    hooks,
    formats: Object.freeze(formats),
    backends: Object.freeze(backends),
    services: Object.freeze(services),
    list,
    find<K extends ComponentKind>(kind: K, id: string): Component<K> {
      const found = components.get(`${kind}:${id}`);
      if (found !== undefined) return found as Component<K>;
      const allowed = list(kind).map((component) => component.id);
      const near = nearestSpelling(id, allowed);
      throw new PluginError("QMMM_PLUGIN_COMPONENT_UNKNOWN", `No plugin provides the ${KIND_NAMES[kind]} "${id}"`, {
        value: id,
        allowed,
        action:
          near === undefined
            ? "Install the plugin that provides it, or use one of those listed"
            : `Did you mean "${near}"?`,
      });
    },
  });
}
