import type { z } from "zod";
import type { AdaptiveScheme, SwitchingCriterion } from "../contracts/adaptive.js";
import type { Coupling } from "../contracts/coupling.js";
import type { SystemFormat } from "../contracts/format.js";
import type { ForceField } from "../contracts/mechanics.js";
import type { QmMethod } from "../contracts/quantum.js";
import type { Boundary } from "../contracts/sites.js";
import type { Sampler, Task } from "../contracts/task.js";
import type { HookTaps } from "../hooks/hooks.js";
import type { KernelBackend } from "../kernels/kernels.js";
import type { Scope, Token } from "./di.js";

/** Version of the plugin interface; a plugin made for another one is refused. */
export const API_VERSION = 1;

/** Declares one component: the schema of its options and how a scope builds it. */
export interface Declaration<T, S extends z.ZodType = z.ZodType> {
  /** A strict object: unknown keys are errors. Field descriptions become the help. */
  readonly options: S;
  /** One sentence for `qmmm plugins` and the help. */
  readonly summary?: string;
  /** Builds the component; its options are in the scope under `OPTIONS`. No I/O, no heavy work. */
  readonly create: (scope: Scope) => T;
}

/** Kinds of component that a plugin may declare. */
export interface ComponentKinds {
  qmMethod: QmMethod;
  forceField: ForceField;
  boundary: Boundary;
  coupling: Coupling;
  criterion: SwitchingCriterion;
  adaptiveScheme: AdaptiveScheme;
  sampler: Sampler;
  task: Task;
}

/** Name of a kind of component. */
export type ComponentKind = keyof ComponentKinds;

type Declare<T> = <S extends z.ZodType>(id: string, declaration: Declaration<T, S>) => void;

/** What a plugin's `register` talks to. Synchronous: declare, never compute. */
export interface Registrar extends Readonly<{ [K in ComponentKind]: Declare<ComponentKinds[K]> }> {
  /** Hooks of the simulation that is being made. */
  readonly hooks: HookTaps;
  /** A reader of structures. */
  format(format: SystemFormat): void;
  /** Implementations of kernels. */
  kernels(backend: KernelBackend): void;
  /** A service for the simulation's scope. */
  provide<T>(token: Token<T>, create: (scope: Scope) => T): void;
}

/** What the author of a plugin writes. */
export interface PluginDefinition {
  /** Package name; also the name shown in errors. */
  readonly name: string;
  readonly version: string;
  /** Names of plugins that must be loaded too. */
  readonly requires?: readonly string[];
  register(registrar: Registrar): void;
}

/** A plugin as the host loads it. */
export interface Plugin extends PluginDefinition {
  readonly apiVersion: number;
}

/** Makes a plugin; stamps the version of the interface it was written for. */
export function definePlugin(definition: PluginDefinition): Plugin {
  return { ...definition, apiVersion: API_VERSION };
}
