// Imports nothing, and is no TypeScript: it must load on the very versions it turns away.

const LEAST = [20, 19];

/** One sentence when this Node is too old for Posthorn, else undefined. */
export function tooOld(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const enough = major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
  return enough ? undefined : `Posthorn needs Node ${LEAST.join(".")} or newer; this is ${version}.`;
}
