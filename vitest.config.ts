import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.{ts,tsx}"],
          // The first question to ESLint loads all of it: 5 s on a quick machine, and others are three times slower.
          testTimeout: 180_000,
        },
      },
      {
        resolve: { alias },
        // Where nginx is installed: `npm test -- --only proxy`.
        test: { name: "proxy", include: ["tests/proxy/**/*.test.ts"], testTimeout: 180_000 },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: [
            "tests/support/database-server.ts",
            "tests/support/redis-server.ts",
            "tests/support/matrix-seed.ts",
          ],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          pool: "forks",
          maxWorkers: 3,
        },
      },
    ],
  },
});
