/** A file of which any part can be read, so that it is never in memory as a whole. */
export interface RandomAccess {
  size: number;
  /** At most `length` bytes from there: fewer at the end of the file. */
  read: (from: number, length: number) => Promise<Uint8Array>;
}

/** A file that somebody has chosen in the browser. */
export function blobAccess(blob: Blob): RandomAccess {
  return {
    size: blob.size,
    read: async (from, length) => new Uint8Array(await blob.slice(from, from + length).arrayBuffer()),
  };
}
