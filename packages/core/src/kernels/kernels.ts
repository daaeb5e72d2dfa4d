import type { ErrorCode } from "../errors/qmmm-error.js";
import { PluginError, ResourceError } from "../errors/qmmm-error.js";

/**
 * Typed contracts of the hot inner computations. Packages add theirs by declaration merging:
 *
 * ```ts
 * declare module "@qmmm/core" {
 *   interface KernelSignatures { "gto/overlap": (out: Float64Array, …) => void }
 * }
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface KernelSignatures {}

/** Name of a kernel, `<package>/<kernel>`. */
export type KernelName = keyof KernelSignatures & string;

/** One implementation of some kernels: the TypeScript definitions of a package, WebAssembly, or native code. */
export interface KernelBackend {
  readonly name: string;
  /** Relative speed; the TypeScript definitions are 1. The fastest backend that works is chosen, per kernel. */
  readonly speed: number;
  /** True when this backend only defines what is right and needs no acceleration hardware or binary. */
  readonly reference: boolean;
  /** Loads what the backend needs; throws, saying why, when it can't work here. */
  probe(): Promise<void>;
  readonly kernels: Partial<KernelSignatures>;
}

/** `auto` takes what works, `require` fails unless an accelerated backend works, `off` takes the TypeScript definitions. */
export type Acceleration = "auto" | "require" | "off";

/** The kernels chosen for one simulation. */
export interface KernelTable {
  /** @throws QmmmError `QMMM_KERNEL_MISSING` when no backend offers the kernel. */
  get<K extends KernelName>(name: K): KernelSignatures[K];
  /** Backend that was chosen for each kernel, for the record of results. */
  readonly chosen: ReadonlyMap<string, string>;
  /** Why accelerated backends were not used; empty when all worked. */
  readonly rejected: readonly { readonly backend: string; readonly reason: string }[];
}

/**
 * Chooses an implementation for every kernel, once.
 *
 * @throws QmmmError `QMMM_KERNEL_ACCELERATION_UNAVAILABLE` when acceleration is required and no accelerated backend works.
 */
export async function selectKernels(
  backends: readonly KernelBackend[],
  acceleration: Acceleration,
): Promise<KernelTable> {
  const rejected: { backend: string; reason: string }[] = [];
  const working: KernelBackend[] = [];
  for (const backend of backends) {
    if (acceleration === "off" && !backend.reference) continue;
    try {
      await backend.probe();
      working.push(backend);
    } catch (error) {
      rejected.push({ backend: backend.name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  if (acceleration === "require" && !working.some((backend) => !backend.reference)) {
    throw new ResourceError(
      "QMMM_KERNEL_ACCELERATION_UNAVAILABLE" satisfies ErrorCode,
      "Acceleration is required, but no accelerated kernel backend works here",
      {
        value: "require",
        allowed: ["auto", "require", "off"],
        action: "Install a backend, or set run.acceleration to auto",
        rejected,
      },
    );
  }
  const chosen = new Map<string, string>();
  const table = new Map<string, unknown>();
  for (const backend of [...working].sort((a, b) => a.speed - b.speed)) {
    for (const [name, kernel] of Object.entries(backend.kernels)) {
      if (kernel === undefined) continue;
      table.set(name, kernel);
      chosen.set(name, backend.name);
    }
  }
  return {
    chosen,
    rejected,
    get<K extends KernelName>(name: K): KernelSignatures[K] {
      const kernel = table.get(name);
      if (kernel === undefined) {
        throw new PluginError("QMMM_KERNEL_MISSING", `No plugin provides the kernel ${String(name)}`, {
          value: name,
          allowed: [...table.keys()],
          action: "Load the plugin that defines this kernel",
        });
      }
      return kernel as KernelSignatures[K];
    },
  };
}
