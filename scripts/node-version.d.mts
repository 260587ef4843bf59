/** One sentence when this Node is too old for Posthorn, else undefined. */
export function tooOld(version?: string): string | undefined;
