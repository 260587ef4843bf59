import { configure, Reader, ZipReader, type FileEntry } from "@zip.js/zip.js";
import { ImportFault } from "@/lib/recipients/import-fault";
import type { RandomAccess } from "@/lib/spreadsheet/random-access";

/** Bytes of one part when unpacked: a sheet of a million rows and ten columns has some 600 MB. */
const MOST_UNPACKED = 1_500_000_000;
/** So many times the file and this much more are a sheet; what is larger was made to fill a machine. */
const USUAL_UNPACKED = 50_000_000;
const LARGEST_RATIO = 100;
/** Parts of the package; each sheet and picture is one. */
const MOST_PARTS = 20_000;

// The browser's and Node's own decompression runs beside the program as it is.
configure({ useWebWorkers: false });

/** The parts of an Office file, each read as a stream. */
export class OfficePackage {
  readonly #parts: ReadonlyMap<string, FileEntry>;
  /** Bytes of one part. */
  readonly #most: number;

  private constructor(parts: ReadonlyMap<string, FileEntry>, size: number) {
    this.#parts = parts;
    this.#most = Math.min(MOST_UNPACKED, USUAL_UNPACKED + size * LARGEST_RATIO);
  }

  /** @throws ImportFault sheet_damaged */
  static async open(file: RandomAccess): Promise<OfficePackage> {
    const parts = new Map<string, FileEntry>();
    try {
      for await (const entry of new ZipReader(new FileReader(file)).getEntriesGenerator()) {
        // Names of parts are the same in whatever case they are written.
        if (!entry.directory) parts.set(entry.filename.toLowerCase(), entry);
        if (parts.size > MOST_PARTS) throw new ImportFault("sheet_too_large");
      }
    } catch (error) {
      throw damaged(error);
    }
    return new OfficePackage(parts, file.size);
  }

  has(path: string): boolean {
    return this.#parts.has(path.toLowerCase());
  }

  /** @throws ImportFault sheet_damaged, sheet_too_large */
  async *bytes(path: string): AsyncGenerator<Uint8Array> {
    const entry = this.#parts.get(path.toLowerCase());
    if (entry === undefined) return;
    if (entry.encrypted) throw new ImportFault("sheet_encrypted");
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const ended = new AbortController();
    const written = Promise.allSettled([entry.getData(writable, { signal: ended.signal })]);
    const reader = readable.getReader();
    let unpacked = 0;
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        unpacked += next.value.length;
        if (unpacked > this.#most) throw new ImportFault("sheet_too_large");
        yield next.value;
      }
      const [result] = await written;
      if (result?.status === "rejected") throw result.reason;
    } catch (error) {
      throw damaged(error);
    } finally {
      ended.abort();
      await Promise.allSettled([reader.cancel(), written]);
    }
  }
}

class FileReader extends Reader<RandomAccess> {
  constructor(readonly file: RandomAccess) {
    super(file);
    this.size = file.size;
  }

  override readUint8Array(index: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.file.read(index, length) as Promise<Uint8Array<ArrayBuffer>>;
  }
}

/** Whatever a damaged archive makes the library throw. */
function damaged(error: unknown): ImportFault {
  return error instanceof ImportFault ? error : new ImportFault("sheet_damaged");
}
