import { readFileSync } from "node:fs";
import { createHooks, registerPlugins } from "@qmmm/core";
import plugin, { CONVERGENCE_PRESETS } from "@qmmm/dynamics";
import { describe, expect, it } from "vitest";
import type { z } from "zod";

const page = (name: string): string =>
  readFileSync(new URL(`../../../docs/capabilities/${name}.md`, import.meta.url), "utf8");
const text = page("optimisation-and-dynamics");
const pages = text + page("vibrations");

/** Names in the first column of the first table of a section. */
function documented(section: string): string[] {
  const body = pages.split(`## \`${section}\`\n`)[1]!.split("\n## ")[0]!.concat("\n\n");
  const [table] = /\| option[\s\S]*?\n\n/.exec(body)!;
  return [...table!.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name!),
  );
}

describe("the page on optimisation and dynamics", () => {
  for (const { id, options } of registerPlugins([plugin], createHooks()).list("task")) {
    it(`lists every option of ${id}, and no other`, () => {
      expect(documented(id).sort()).toEqual(Object.keys((options as z.ZodObject).shape).sort());
    });
  }

  it("has the thresholds of the code", () => {
    for (const [name, criteria] of Object.entries(CONVERGENCE_PRESETS)) {
      const row = text.split("\n").find((line) => line.startsWith(`| \`${name}\` | `) && line.includes("e-"))!;
      expect(row.split("|").slice(2, 6).map(Number)).toEqual(Object.values(criteria));
    }
  });
});
