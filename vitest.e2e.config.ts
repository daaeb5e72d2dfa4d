import { defineConfig } from "vitest/config";

// End-to-end runs use the built packages, packed and installed as a user would.
export default defineConfig({
  test: { include: ["e2e/**/*.test.ts"], testTimeout: 300_000, hookTimeout: 300_000, fileParallelism: false },
});
