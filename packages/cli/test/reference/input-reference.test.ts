import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UNITS } from "@qmmm/core";
import { expect, test } from "vitest";
import { declared } from "../../src/plugins/components.js";
import { loadPlugins } from "../../src/plugins/load-plugins.js";
import { inputReference } from "../../src/reference/input-reference.js";
import { makeFolder } from "../helpers/project.js";

const PAGE = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "..", "docs", "input-file.md");

test("docs/input-file.md is what the schemas say; otherwise run scripts/input-reference.mjs", async () => {
  const reference = inputReference(declared(await loadPlugins(makeFolder(), [])));
  for (const key of [
    "`system.file`",
    "`regions.<name>.select`",
    "`run.checkpointEvery`",
    "### `hf`",
    "### `dynamics`",
    "`provenance.input.resolved`",
  ]) {
    expect(reference).toContain(key);
  }
  expect(readFileSync(PAGE, "utf8").split("do not edit below. -->\n\n")[1]).toBe(reference);
});

test("the page names every dimension and its units", () => {
  const page = readFileSync(PAGE, "utf8");
  for (const [dimension, units] of Object.entries(UNITS)) {
    const row = page.split("\n").find((line) => line.startsWith(`| ${dimension} |`));
    expect(row, dimension).toBeDefined();
    if (Object.keys(units).length <= 14) for (const unit of Object.keys(units)) expect(row).toContain(`\`${unit}\``);
  }
});
