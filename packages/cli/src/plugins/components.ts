import { type Component, type ComponentKind, createHooks, type PluginRegistry, registerPlugins } from "@qmmm/core";
import type { LoadedPlugin } from "./load-plugins.js";

/** Kinds of component, the key of the input file that names one, and what to call them. */
export const KINDS: readonly { readonly kind: ComponentKind; readonly title: string; readonly where: string }[] = [
  { kind: "qmMethod", title: "QM methods", where: "levels.<name>.method" },
  { kind: "forceField", title: "Force fields", where: "forcefield.type" },
  { kind: "coupling", title: "Couplings", where: "coupling.type" },
  { kind: "boundary", title: "Boundaries", where: "coupling.boundary.type" },
  { kind: "task", title: "Tasks", where: "task.type" },
  { kind: "sampler", title: "Samplers", where: "" },
  { kind: "criterion", title: "Switching criteria", where: "" },
  { kind: "adaptiveScheme", title: "Adaptive schemes", where: "" },
];

/** What a set of plugins declares. */
export function declared(plugins: readonly LoadedPlugin[]): PluginRegistry {
  return registerPlugins(
    plugins.map(({ plugin }) => plugin),
    createHooks(),
  );
}

/** All components of a kind, by whichever plugin. */
export function componentsOf(registry: PluginRegistry, kind: ComponentKind): readonly Component[] {
  return registry.list(kind) as readonly Component[];
}
