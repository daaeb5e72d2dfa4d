import { defineConfig } from "vitest/config";

// Tests run on the packages' sources: the condition below makes every package resolve to one copy of `src`.
const conditions = ["@qmmm/source"];
const long = process.env.QMMM_LONG === "1";

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: long ? ["packages/*/test/**/*.long.test.ts"] : ["packages/*/test/**/*.test.ts"],
    exclude: long ? ["**/node_modules/**"] : ["**/node_modules/**", "**/*.long.test.ts"],
    testTimeout: long ? 3_600_000 : 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    server: { deps: { inline: [/@qmmm\//] } },
  },
});
