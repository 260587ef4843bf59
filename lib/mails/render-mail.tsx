import { Body } from "@react-email/body";
import { Button } from "@react-email/button";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Html } from "@react-email/html";
import { Preview } from "@react-email/preview";
import { render } from "@react-email/render";
import { Text } from "@react-email/text";

/** What a mail of the application says, in words. */
export interface MailContent {
  language: string;
  subject: string;
  title: string;
  text: string;
  /** Small print: who may ignore the mail. */
  note: string;
  /** Null for a mail that asks for nothing. `hint` stands before the address written out. */
  action: { label: string; hint: string; href: string } | null;
  footer: string[];
}

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

/** Both parts of a mail. */
export async function renderMail(content: MailContent): Promise<RenderedMail> {
  const html = await render(<Letter {...content} />);
  return { subject: content.subject, html, text: plainText(content) };
}

/** By hand, so that a reader of plain text gets lines as somebody would write them. */
function plainText({ title, text, action, note, footer }: MailContent): string {
  const parts = [title, text, action?.href, note, `-- \n${footer.join("\n")}`];
  return `${parts.filter((part) => part !== undefined).join("\n\n")}\n`;
}

// Colours of the light theme: mail programs turn them for themselves where somebody reads in the dark.
const INK = "#20242f";
const MUTED = "#5d6472";
const sans = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

const styles = {
  body: { margin: 0, padding: "32px 12px", backgroundColor: "#f4f2ec", fontFamily: sans },
  card: {
    maxWidth: "520px",
    padding: "36px 32px 28px",
    borderRadius: "14px",
    backgroundColor: "#ffffff",
    border: "1px solid #e4e0d5",
  },
  title: {
    margin: "0 0 16px",
    color: INK,
    fontFamily: "Georgia, 'Times New Roman', serif",
    fontSize: "24px",
    lineHeight: "30px",
    fontWeight: 600,
  },
  text: { margin: "0 0 24px", color: INK, fontSize: "16px", lineHeight: "25px" },
  button: {
    padding: "13px 22px",
    borderRadius: "10px",
    backgroundColor: "#23407a",
    color: "#ffffff",
    fontSize: "16px",
    fontWeight: 600,
  },
  small: { margin: "20px 0 0", color: MUTED, fontSize: "13px", lineHeight: "20px" },
  address: { color: MUTED, wordBreak: "break-all" },
  footer: { maxWidth: "520px", padding: "18px 32px 0" },
  footerText: { margin: 0, color: MUTED, fontSize: "12px", lineHeight: "18px" },
} as const;

function Letter({ language, title, text, action, note, footer }: MailContent) {
  return (
    <Html lang={language}>
      <Head />
      <Preview>{text}</Preview>
      <Body style={styles.body}>
        <Container style={styles.card}>
          <h1 style={styles.title}>{title}</h1>
          <Text style={styles.text}>{text}</Text>
          {action !== null && (
            <>
              <Button href={action.href} style={styles.button}>
                {action.label}
              </Button>
              <Text style={styles.small}>
                {action.hint}
                <br />
                <a href={action.href} style={styles.address}>
                  {action.href}
                </a>
              </Text>
            </>
          )}
          <Text style={styles.small}>{note}</Text>
        </Container>
        <Container style={styles.footer}>
          {footer.map((line) => (
            <Text key={line} style={styles.footerText}>
              {line}
            </Text>
          ))}
        </Container>
      </Body>
    </Html>
  );
}
