import { describe, expect, test } from "vitest";
import { install, makeFolder } from "../helpers/project.js";
import { qmmm } from "../helpers/terminal.js";

interface Listing {
  readonly plugins: readonly { readonly name: string; readonly version: string; readonly source: string }[];
  readonly formats: readonly { readonly name: string }[];
  readonly components: readonly {
    readonly kind: string;
    readonly id: string;
    readonly plugin: string;
    readonly options: {
      readonly properties: Readonly<Record<string, { readonly description?: string; readonly "x-dimension"?: string }>>;
    };
  }[];
}

function project(): string {
  const folder = makeFolder({ "package.json": '{"dependencies":{"qmmm-test-springs":"*"}}' });
  install(folder, "qmmm-test-springs");
  return folder;
}

describe("qmmm plugins", () => {
  test("lists components with their options and help", async () => {
    const { status, out } = await qmmm(project(), "plugins");
    expect(status).toBe(0);
    for (const part of [
      /qmmm-test-springs 1\.2\.3 +\(project/,
      /@qmmm\/qm-hf \d+\.\d+\.\d+ +\(built-in/,
      "QM methods (levels.<name>.method)",
      "springs: springs between all atoms  [qmmm-test-springs]",
      /delay +number; default 0\. least time of an evaluation, ms/,
      /basis +.*required/,
      /timeStep +time; default 0\.5 fs/,
      "pdb (.pdb .ent)",
    ]) {
      expect(out).toMatch(part);
    }
  });

  test("as JSON, with JSON Schema of the options", async () => {
    const { out } = await qmmm(project(), "plugins", "--json");
    const listing = JSON.parse(out) as Listing;
    expect(listing.plugins).toContainEqual(
      expect.objectContaining({ name: "qmmm-test-springs", version: "1.2.3", source: "project" }),
    );
    expect(listing.formats.map(({ name }) => name)).toContain("prmtop");
    const dynamics = listing.components.find(({ kind, id }) => kind === "task" && id === "dynamics");
    expect(dynamics?.options.properties.timeStep).toMatchObject({ "x-dimension": "time" });
  });

  test("every option of every component that ships with the program has a description", async () => {
    const { out } = await qmmm(makeFolder(), "plugins", "--json");
    const { components } = JSON.parse(out) as Listing;
    const silent = components.flatMap(({ id, options }) =>
      Object.entries(options.properties ?? {}).flatMap(([key, { description }]) =>
        description ? [] : [`${id}.${key}`],
      ),
    );
    expect(silent).toEqual([]);
  });

  test("one component", async () => {
    const { out } = await qmmm(project(), "plugins", "springs");
    expect(out).toContain("failAfter");
    expect(out).not.toContain("basis");
  });
});

test("--version and --help", async () => {
  expect((await qmmm(makeFolder(), "--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  for (const args of [[], ["--help"]]) {
    const { status, out } = await qmmm(makeFolder(), ...args);
    expect(status).toBe(0);
    for (const part of ["run", "resume", "check", "plugins", "init", "Examples:", "75"]) expect(out).toContain(part);
  }
  expect((await qmmm(makeFolder(), "run", "--help")).out).toContain("--force");
});
