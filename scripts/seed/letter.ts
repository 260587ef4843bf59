/** A part of a demo message; text holds merge fields as a person would type them. */
type Part = string | { heading: string } | { points: readonly string[] } | { label: string; href: string };

export interface Letter {
  subject: string;
  preheader: string;
  /** Six hexadecimal digits with their #: the colour of the head and of the button. */
  colour: string;
  sender: string;
  title: string;
  parts: readonly Part[];
}

/** A message's HTML and text parts. Tables and inline styles, for mail programs know little else. */
export function writeLetter(letter: Letter) {
  const { subject, preheader, parts } = letter;
  return {
    subject,
    preheader,
    html: page(letter, parts.map((part) => htmlOf(part, letter.colour)).join("\n")),
    text: [letter.title, ...parts.map(textOf)].join("\n\n"),
  };
}

const SERIF = "font-family:Georgia,'Times New Roman',serif";
const SANS = "font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.6;color:#262b3a";

function page({ colour, sender, title }: Letter, content: string): string {
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f6f3ec">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border-radius:8px">
<tr><td style="background:${colour};border-radius:8px 8px 0 0;padding:20px 32px;color:#ffffff;${SERIF};font-size:15px">${sender}</td></tr>
<tr><td style="padding:28px 32px 36px">
<h1 style="margin:0 0 16px;${SERIF};font-size:28px;line-height:1.25;color:#1b2030">${title}</h1>
${content}
</td></tr></table>
</td></tr></table>`;
}

function htmlOf(part: Part, colour: string): string {
  if (typeof part === "string") return `<p style="margin:0 0 16px;${SANS}">${part}</p>`;
  if ("heading" in part) {
    return `<h2 style="margin:24px 0 8px;${SERIF};font-size:20px;color:#1b2030">${part.heading}</h2>`;
  }
  if ("points" in part) {
    const items = part.points.map((point) => `<li style="margin:0 0 6px">${point}</li>`).join("");
    return `<ul style="margin:0 0 16px;padding-left:22px;${SANS}">${items}</ul>`;
  }
  const look = `display:inline-block;background:${colour};color:#ffffff;padding:12px 22px;border-radius:6px`;
  return `<p style="margin:24px 0 0"><a href="${part.href}" style="${look};${SANS};color:#ffffff;text-decoration:none">${part.label}</a></p>`;
}

function textOf(part: Part): string {
  if (typeof part === "string") return part;
  if ("heading" in part) return `${part.heading}\n${"-".repeat(part.heading.length)}`;
  if ("points" in part) return part.points.map((point) => `* ${point}`).join("\n");
  return `${part.label}: ${part.href}`;
}
