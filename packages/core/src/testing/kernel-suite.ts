import type { KernelBackend, KernelName, KernelSignatures } from "../kernels/kernels.js";
import { differences, sameBits } from "./compare.js";
import { Checks, type Exclusions, type TestRunner } from "./runner.js";

/** Checks of `kernelBackendSuite`. */
export const KERNEL_CHECKS = ["probe", "covered", "agrees", "repeat"] as const;
export type KernelCheck = (typeof KERNEL_CHECKS)[number];

/** One use of a kernel. `run` makes its inputs afresh, calls the kernel and gives back the arrays that it filled. */
export interface KernelCase {
  readonly kernel: string;
  readonly name: string;
  run(backend: Partial<KernelSignatures>): Readonly<Record<string, ArrayLike<number>>>;
}

/** Makes a case with the kernel's own type: `kernelCase("gto/overlap", "s on s", (overlap) => { … })`. */
export function kernelCase<K extends KernelName>(
  kernel: K,
  name: string,
  use: (call: KernelSignatures[K]) => Readonly<Record<string, ArrayLike<number>>>,
): KernelCase {
  return {
    kernel,
    name,
    run(backend) {
      const call = backend[kernel];
      if (call === undefined) throw new Error(`the backend has no kernel ${kernel}`);
      return use(call as KernelSignatures[K]);
    },
  };
}

/** What `kernelBackendSuite` takes. */
export interface KernelBackendSuite extends TestRunner {
  readonly name: string;
  /** Defines what is right. */
  readonly reference: KernelBackend;
  readonly candidate: KernelBackend;
  readonly cases: readonly KernelCase[];
  /** Default 1e-10. */
  readonly relative?: number;
  /** Added to the relative tolerance, for numbers near zero; default 1e-14. */
  readonly absolute?: number;
  readonly exclusions?: Exclusions<KernelCheck>;
}

/** Checks that a backend computes what the reference computes, for every kernel that it offers, the same every time. */
export function kernelBackendSuite(suite: KernelBackendSuite): void {
  const { reference, candidate, cases } = suite;
  const checks = new Checks(suite, suite.exclusions ?? {}, KERNEL_CHECKS);
  const offered = Object.keys(candidate.kernels);
  suite.describe(`kernel backend: ${suite.name}`, () => {
    checks.check("probe", "the backend works here, twice over", async () => {
      await candidate.probe();
      await candidate.probe();
      return [];
    });
    checks.check("covered", "every kernel that it offers has a case and a definition", async () => [
      ...offered
        .filter((kernel) => !cases.some((one) => one.kernel === kernel))
        .map((kernel) => `${kernel} has no case`),
      ...offered
        .filter((kernel) => !(kernel in reference.kernels))
        .map((kernel) => `${kernel} has no definition to agree with`),
    ]);
    for (const one of cases.filter(({ kernel }) => offered.includes(kernel))) {
      const what = `${one.kernel}, ${one.name}`;
      checks.check("agrees", what, async () => {
        await candidate.probe();
        const expected = one.run(reference.kernels);
        const actual = one.run(candidate.kernels);
        return Object.entries(expected).flatMap(([key, values]) =>
          differences(key, actual[key], values, suite.absolute ?? 1e-14, suite.relative ?? 1e-10),
        );
      });
      checks.check("repeat", what, async () => {
        await candidate.probe();
        const first = one.run(candidate.kernels);
        const second = one.run(candidate.kernels);
        return Object.entries(first)
          .filter(([key, values]) => !sameBits(values, second[key] ?? []))
          .map(([key]) => `${key} is not the same twice`);
      });
    }
  });
}
