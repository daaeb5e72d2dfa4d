import type { KernelBackend } from "@qmmm/core";
import { createCollector, kernelBackendSuite, kernelCase } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";

declare module "@qmmm/core" {
  interface KernelSignatures {
    "test/scaled": (out: Float64Array, values: Float64Array, factor: number) => void;
    "test/sum": (values: Float64Array) => number;
  }
}

const values = Float64Array.of(1, 2.5, -3e-20, 1e20);
const cases = [
  kernelCase("test/scaled", "four numbers", (scaled) => {
    const out = new Float64Array(values.length);
    scaled(out, values, 1.1);
    return { out };
  }),
  kernelCase("test/sum", "four numbers", (sum) => ({ sum: [sum(values)] })),
];

function backend(name: string, kernels: KernelBackend["kernels"], probe = async () => {}): KernelBackend {
  return { name, speed: 1, reference: name === "reference", probe, kernels };
}

const right: KernelBackend["kernels"] = {
  "test/scaled": (out, input, factor) => {
    for (let k = 0; k < out.length; k++) out[k] = factor * input[k]!;
  },
  "test/sum": (input) => input.reduce((a, b) => a + b, 0),
};
const reference = backend("reference", right);

kernelBackendSuite({ describe, test, expect, name: "itself", reference, candidate: backend("other", right), cases });

async function failures(candidate: KernelBackend, given = cases): Promise<string[]> {
  const collector = createCollector();
  kernelBackendSuite({ ...collector, name: "x", reference, candidate, cases: given });
  return (await collector.run()).filter(({ outcome }) => outcome === "failed").map(({ name }) => name);
}

describe("the suite finds what is wrong", () => {
  test("a different result", async () => {
    const wrong = backend("wrong", { "test/sum": (input) => right["test/sum"]!(input) * (1 + 1e-9) });
    expect(await failures(wrong)).toEqual(["kernel backend: x > agrees: test/sum, four numbers"]);
  });

  test("NaN", async () => {
    expect(await failures(backend("nan", { "test/sum": () => Number.NaN }))).toHaveLength(1);
  });

  test("rounding is forgiven", async () => {
    expect(
      await failures(backend("close", { "test/sum": (input) => right["test/sum"]!(input) * (1 + 1e-12) })),
    ).toEqual([]);
  });

  test("a different result the second time", async () => {
    let calls = 0;
    const drifting = backend("drifting", { "test/sum": (input) => right["test/sum"]!(input) * (1 + 1e-14 * calls++) });
    expect(await failures(drifting)).toEqual(["kernel backend: x > repeat: test/sum, four numbers"]);
  });

  test("a kernel without a case", async () => {
    expect(await failures(backend("more", right), cases.slice(0, 1))).toEqual([
      "kernel backend: x > covered: every kernel that it offers has a case and a definition",
    ]);
  });

  test("a backend that does not load", async () => {
    const absent = backend("absent", right, () => Promise.reject(new Error("no binary")));
    expect(await failures(absent)).toHaveLength(5);
  });
});
