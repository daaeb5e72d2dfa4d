import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createHooks, definePlugin, type Plugin, type Registrar, registerPlugins } from "../../src/index.js";

const nothing = z.strictObject({});
const task = { options: nothing, create: () => ({ run: () => Promise.reject(new Error("not run")) }) };

function plugin(name: string, register: (reg: Registrar) => void = () => {}, requires?: readonly string[]): Plugin {
  return definePlugin({ name, version: "1.0.0", register, ...(requires === undefined ? {} : { requires }) });
}

const load = (...plugins: Plugin[]) => registerPlugins(plugins, createHooks());
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return undefined;
};

describe("registerPlugins", () => {
  test("collects what plugins declare, in order", () => {
    const registry = load(
      plugin("a", (reg) => reg.task("first", { ...task, summary: "does it" })),
      plugin("b", (reg) => reg.task("second", task)),
    );
    expect(registry.list("task").map(({ id, plugin: by, summary }) => [id, by, summary])).toEqual([
      ["first", "a", "does it"],
      ["second", "b", ""],
    ]);
    expect(registry.find("task", "second").plugin).toBe("b");
  });

  test("does not depend on the order of plugins for what they require", () => {
    expect(load(plugin("a", undefined, ["b"]), plugin("b")).plugins).toHaveLength(2);
    expect(codeOf(() => load(plugin("a", undefined, ["b"])))).toBe("QMMM_PLUGIN_REQUIRED");
  });

  test("refuses a plugin written for another interface, naming both versions", () => {
    const old = { ...plugin("old"), apiVersion: 0 };
    expect(codeOf(() => load(old))).toBe("QMMM_PLUGIN_API_VERSION");
    expect(() => load(old)).toThrow(/version 0/);
  });

  test("refuses the same plugin or the same component twice", () => {
    expect(codeOf(() => load(plugin("a"), plugin("a")))).toBe("QMMM_PLUGIN_DUPLICATE");
    const declares = (name: string) => plugin(name, (reg) => reg.task("same", task));
    expect(codeOf(() => load(declares("a"), declares("b")))).toBe("QMMM_PLUGIN_COMPONENT_DUPLICATE");
    expect(() => load(declares("a"), declares("b"))).toThrow(/Both a and b/);
  });

  test("the same name may stand for components of different kinds", () => {
    const registry = load(
      plugin("a", (reg) => {
        reg.task("x", task);
        reg.adaptiveScheme("x", { options: nothing, create: () => ({ partitions: () => [] }) });
      }),
    );
    expect(registry.list("task")).toHaveLength(1);
    expect(registry.list("adaptiveScheme")).toHaveLength(1);
  });

  test("wraps what a plugin throws while registering, naming it", () => {
    const broken = plugin("broken", () => {
      throw new TypeError("undefined is not a function");
    });
    expect(codeOf(() => load(broken))).toBe("QMMM_PLUGIN_REGISTER_FAILED");
    expect(() => load(broken)).toThrow(/broken failed while registering: undefined is not a function/);
  });

  test("is frozen afterwards: a registrar that was kept refuses", () => {
    let kept: Registrar | undefined;
    load(plugin("late", (reg) => (kept = reg) && undefined));
    expect(codeOf(() => kept?.task("later", task))).toBe("QMMM_PLUGIN_FROZEN");
    expect(codeOf(() => kept?.hooks.tap("failed", "late", () => {}))).toBe("QMMM_PLUGIN_FROZEN");
  });

  test("an unknown component lists what there is and the nearest spelling", () => {
    const registry = load(plugin("a", (reg) => reg.task("optimise", task)));
    expect(() => registry.find("task", "optimize")).toThrow(/No plugin provides the task "optimize"/);
    try {
      registry.find("task", "optimize");
    } catch (error) {
      expect(error).toMatchObject({
        code: "QMMM_PLUGIN_COMPONENT_UNKNOWN",
        details: { allowed: ["optimise"], action: 'Did you mean "optimise"?' },
      });
    }
  });
});
