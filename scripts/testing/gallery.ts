/** `user, a mailing, en, 1280, light.png`: who, which page, language, width, colours. */
const NAME = /^(?<who>\w+), (?<page>.+), (?<language>en|ru), (?<width>\d+), (?<colours>light|dark)\.png$/;

interface Image {
  file: string;
  who: string;
  /** Language, width and colours. */
  look: string;
}

/**
 * A page to look through the pictures: a heading for each page of the application, below it everybody who sees it in
 * every look. A file whose name says nothing is left out.
 */
export function gallery(files: readonly string[]): string {
  const pages = new Map<string, Image[]>();
  for (const file of files) {
    const { who, page, language, width, colours } = NAME.exec(file)?.groups ?? {};
    if (who === undefined || page === undefined) continue;
    const image = { file, who, look: `${language} ${width} ${colours}` };
    pages.set(page, [...(pages.get(page) ?? []), image]);
  }
  const sections = [...pages].map(
    ([page, images]) => `<h2>${escaped(page)}</h2>\n<div>${images.map(figure).join("\n")}</div>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Posthorn: every page</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; background: #f4f2ee; color: #1c2030; }
  div { display: flex; gap: 1rem; overflow-x: auto; align-items: start; padding-bottom: 1rem; }
  figure { margin: 0; flex: none; }
  img { display: block; height: 26rem; border: 1px solid #cfcac0; }
</style>
<h1>Every page</h1>
${sections.join("\n")}
</html>
`;
}

function figure({ file, who, look }: Image): string {
  const address = encodeURIComponent(file);
  const caption = escaped(`${who}, ${look}`);
  return `<figure><a href="${address}"><img src="${address}" alt="${caption}" loading="lazy"></a><figcaption>${caption}</figcaption></figure>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
