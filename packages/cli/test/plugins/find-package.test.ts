import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { entryFile, findPackage, type PackageJson } from "../../src/plugins/find-package.js";
import { loadPlugins, pluginPackages } from "../../src/plugins/load-plugins.js";
import { install, makeFolder } from "../helpers/project.js";

describe("entry points", () => {
  const file = (json: PackageJson, subpath = ".") => entryFile({ folder: "/p", json }, subpath);

  test.each<[string, PackageJson, string, string | undefined]>([
    ["main", { main: "lib/a.js" }, ".", "/p/lib/a.js"],
    ["neither main nor exports", {}, ".", "/p/index.js"],
    ["one file", { exports: "./a.js" }, ".", "/p/a.js"],
    [
      "conditions, the first that fits",
      { exports: { require: "./a.cjs", import: "./a.mjs", default: "./a.js" } },
      ".",
      "/p/a.mjs",
    ],
    [
      "subpaths",
      { exports: { ".": "./a.js", "./plugin": { types: "./b.d.ts", default: "./b.js" } } },
      "./plugin",
      "/p/b.js",
    ],
    ["nested conditions", { exports: { ".": { node: { import: "./n.mjs" }, default: "./a.js" } } }, ".", "/p/n.mjs"],
    ["something not exported", { exports: { ".": "./a.js" } }, "./b", undefined],
    ["nothing for us", { exports: { browser: "./a.js" } }, ".", undefined],
  ])("%s", (_, json, subpath, expected) => {
    expect(file(json, subpath)).toBe(expected);
  });
});

describe("finding plugins", () => {
  test("looks upwards and follows links", () => {
    const folder = makeFolder({ "real/package.json": '{"name":"x"}', "deep/er/keep": "" });
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(join(folder, "real"), join(folder, "node_modules", "x"));
    expect(findPackage("x", join(folder, "deep", "er"))?.folder).toBe(realpathSync(join(folder, "real")));
    expect(findPackage("y", folder)).toBeUndefined();
  });

  test("a project's dependencies that declare a plugin come by themselves, from the nearest package.json upwards", async () => {
    const folder = makeFolder({
      "package.json": JSON.stringify({
        dependencies: { "qmmm-test-springs": "*", "qmmm-test-nothing": "*", absent: "*" },
      }),
      "runs/one/input.yaml": "",
    });
    install(folder, "qmmm-test-springs", "qmmm-test-nothing");
    const found = pluginPackages(join(folder, "runs", "one"), []);
    expect(found.filter(({ source }) => source === "project").map(({ name }) => name)).toEqual(["qmmm-test-springs"]);
    const loaded = await loadPlugins(join(folder, "runs", "one"), ["qmmm-test-springs"]);
    expect(loaded.filter(({ plugin }) => plugin.name === "qmmm-test-springs")).toHaveLength(1);
  });

  test("what is installed beside the program is always there", () => {
    const names = pluginPackages(makeFolder(), []).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["@qmmm/io", "@qmmm/qm-hf", "@qmmm/mm-forcefield", "@qmmm/coupling", "@qmmm/dynamics"]),
    );
    expect(names).not.toContain("@qmmm/gto");
  });

  test("a plugin with a core of its own is refused", async () => {
    const folder = makeFolder({
      "node_modules/other/package.json": '{"name":"other","qmmm":{"plugin":"."},"main":"index.js"}',
      "node_modules/other/index.js": "",
      "node_modules/@qmmm/core/package.json": '{"name":"@qmmm/core","version":"0.0.9"}',
    });
    await expect(loadPlugins(folder, ["other"])).rejects.toMatchObject({
      code: "QMMM_PLUGIN_SECOND_CORE",
      message: expect.stringContaining("0.0.9"),
    });
  });

  test("a plugin that does not load is named", async () => {
    const folder = makeFolder({
      "node_modules/broken/package.json": '{"name":"broken","type":"module","main":"index.js"}',
      "node_modules/broken/index.js": "throw new Error('no licence')",
    });
    await expect(loadPlugins(folder, ["broken"])).rejects.toMatchObject({
      code: "QMMM_PLUGIN_LOAD_FAILED",
      message: expect.stringContaining("no licence"),
    });
  });
});
