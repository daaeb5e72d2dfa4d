import type { Resources } from "../contracts/resources.js";
import type { SimulationHooks } from "../hooks/hooks.js";
import type { KernelTable } from "../kernels/kernels.js";
import type { RandomStream } from "../model/random.js";
import { createToken } from "./di.js";

/** Validated options of the level, force field, coupling, boundary or task that a scope belongs to. */
export const OPTIONS = createToken<unknown>("core/Options");
/** Name of that level, force field, coupling, boundary or task. */
export const NAME = createToken<string>("core/Name");
/** Hooks of the simulation. */
export const HOOKS = createToken<SimulationHooks>("core/Hooks");
/** Kernels chosen for the simulation. */
export const KERNELS = createToken<KernelTable>("core/Kernels");
/** Random stream of the simulation. */
export const RANDOM = createToken<RandomStream>("core/Random");
/** Files and other byte resources by name. */
export const RESOURCES = createToken<Resources>("core/Resources");
/** Memory that one component may use for stored intermediates, bytes. */
export const MEMORY = createToken<number>("core/Memory");
/** Threads that kernels may use. */
export const THREADS = createToken<number>("core/Threads");
