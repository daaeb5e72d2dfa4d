import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeFolder } from "../helpers/project.js";
import { qmmm } from "../helpers/terminal.js";

describe("qmmm init", () => {
  test.each([
    ["water", ["droplet.pdb", "input.yaml"]],
    ["molecule", ["input.yaml", "water.xyz"]],
  ])("%s: what it writes is sound and says what to do next", async (template, files) => {
    const folder = makeFolder();
    const init = await qmmm(folder, "init", "first", "--template", template);
    expect(init.status, init.error).toBe(0);
    expect(init.out).toContain("qmmm run first/input.yaml");
    expect(readdirSync(join(folder, "first")).sort()).toEqual(files);
    expect(readFileSync(join(folder, "first", "input.yaml"), "utf8").match(/# /g)!.length).toBeGreaterThan(2);
    const check = await qmmm(folder, "check", "first/input.yaml", "--no-evaluate");
    expect(check.status, check.error).toBe(0);
  });

  test("never writes over a file", async () => {
    const folder = makeFolder({ "first/input.yaml": "mine" });
    const { status, error } = await qmmm(folder, "init", "first");
    expect(status).toBe(2);
    expect(error).toContain("QMMM_OUTPUT_EXISTS");
    expect(readdirSync(join(folder, "first"))).toEqual(["input.yaml"]);
    expect(readFileSync(join(folder, "first", "input.yaml"), "utf8")).toBe("mine");
  });
});
