import { type KernelBackend, selectKernels } from "@qmmm/core";
import { describe, expect, test } from "vitest";

declare module "@qmmm/core" {
  interface KernelSignatures {
    "test/a": () => string;
    "test/b": () => string;
  }
}

const backend = (name: string, speed: number, kernels: KernelBackend["kernels"], fails?: string): KernelBackend => ({
  name,
  speed,
  reference: name === "typescript",
  probe: fails === undefined ? async () => {} : () => Promise.reject(new Error(fails)),
  kernels,
});

const typescript = backend("typescript", 1, { "test/a": () => "a in typescript", "test/b": () => "b in typescript" });
const wasm = backend("wasm", 5, { "test/a": () => "a in wasm" });
const native = backend("native", 20, { "test/a": () => "a natively" });
const broken = backend("broken", 99, { "test/a": () => "never" }, "no binary for this platform");

describe("auto", () => {
  test("takes the fastest that works, kernel by kernel", async () => {
    const table = await selectKernels([native, typescript, wasm], "auto");
    expect(table.get("test/a")()).toBe("a natively");
    expect(table.get("test/b")()).toBe("b in typescript");
    expect(Object.fromEntries(table.chosen)).toEqual({ "test/a": "native", "test/b": "typescript" });
    expect(table.rejected).toEqual([]);
  });

  test("the order of backends does not matter", async () => {
    for (const order of [
      [native, wasm, typescript],
      [wasm, typescript, native],
    ]) {
      expect((await selectKernels(order, "auto")).chosen.get("test/a")).toBe("native");
    }
  });

  test("says why a backend is not used", async () => {
    const table = await selectKernels([typescript, broken, wasm], "auto");
    expect(table.chosen.get("test/a")).toBe("wasm");
    expect(table.rejected).toEqual([{ backend: "broken", reason: "no binary for this platform" }]);
  });
});

test("off takes the definitions and probes nothing else", async () => {
  const table = await selectKernels([native, broken, typescript], "off");
  expect(Object.fromEntries(table.chosen)).toEqual({ "test/a": "typescript", "test/b": "typescript" });
  expect(table.rejected).toEqual([]);
});

describe("require", () => {
  test("is content with one accelerated backend", async () => {
    expect((await selectKernels([typescript, wasm], "require")).chosen.get("test/a")).toBe("wasm");
  });

  test("otherwise fails with all reasons", async () => {
    await expect(selectKernels([typescript, broken], "require")).rejects.toMatchObject({
      code: "QMMM_KERNEL_ACCELERATION_UNAVAILABLE",
      details: { rejected: [{ backend: "broken", reason: "no binary for this platform" }] },
    });
  });
});

test("a kernel that nobody offers", async () => {
  const table = await selectKernels([wasm], "auto");
  expect(() => table.get("test/b")).toThrow(expect.objectContaining({ code: "QMMM_KERNEL_MISSING" }));
});
