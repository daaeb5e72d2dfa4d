import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a run computed: every file but those that tell when and how often it ran. */
export function computed(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(csv|dcd|extxyz)$/.test(name),
  );
  const files = names.sort().map((name) => [name, readFileSync(join(folder, name)).toString("hex")] as const);
  const { stages, properties, molecule } = JSON.parse(readFileSync(join(folder, "result.json"), "utf8")) as {
    stages: Record<string, unknown>[];
    properties: unknown;
    molecule: unknown;
  };
  const results = { properties, molecule, stages: stages.map(({ wall_seconds: _, ...stage }) => stage) };
  return new Map([...files, ["result.json", JSON.stringify(results)]]);
}
