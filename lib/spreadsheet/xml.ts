import { Parser } from "htmlparser2";

export interface XmlEvents {
  /** Names are without their prefix. */
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  /** A text may come in pieces. */
  text?: (text: string) => void;
  close?: (name: string) => void;
}

/** XML that is read as it comes. Yields after every piece, when its events have been told of. */
export async function* readXml(bytes: AsyncIterable<Uint8Array>, events: XmlEvents): AsyncGenerator<void> {
  const parser = new Parser(
    {
      onopentag: (name, attributes) => events.open?.(local(name), attributes),
      ontext: (text) => events.text?.(text),
      onclosetag: (name) => events.close?.(local(name)),
    },
    { xmlMode: true },
  );
  const decoder = new TextDecoder();
  for await (const piece of bytes) {
    parser.write(decoder.decode(piece, { stream: true }));
    yield;
  }
  parser.end(decoder.decode());
  yield;
}

export async function readAllXml(bytes: AsyncIterable<Uint8Array>, events: XmlEvents): Promise<void> {
  const steps = readXml(bytes, events);
  while ((await steps.next()).done !== true);
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** An attribute whose prefix differs from writer to writer, such as r:id. */
export function attribute(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  const key = Object.keys(attributes).find((known) => local(known) === name && known !== name);
  return key === undefined ? undefined : attributes[key];
}
