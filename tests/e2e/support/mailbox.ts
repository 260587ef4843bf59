import { expect } from "@playwright/test";
import { z } from "zod";
import { setting } from "@/tests/e2e/support/setting";

const mailSchema = z.object({
  id: z.string(),
  to: z.array(z.string()).length(1),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  headers: z.record(z.string(), z.string()),
  tags: z.array(z.object({ name: z.string(), value: z.string() })),
});

export type Mail = z.infer<typeof mailSchema>;

/** Every mail that the embedded mailbox took for one of these addresses, the oldest first. */
export async function mailsTo(addresses: readonly string[]): Promise<Mail[]> {
  const wanted = new Set(addresses);
  return (await allMails()).filter((mail) => mail.to.some((address) => wanted.has(address)));
}

/** Every mail that carries one of these deliveries in its tags. */
export async function mailsOf(deliveryIds: readonly string[]): Promise<Mail[]> {
  const wanted = new Set(deliveryIds);
  return (await allMails()).filter((mail) =>
    mail.tags.some(({ name, value }) => name === "delivery" && wanted.has(value)),
  );
}

async function allMails(): Promise<Mail[]> {
  const response = await fetch(`${setting.E2E_MAILBOX_URL}/emails`, {
    // A connection that is kept may be closed by the other side just as this goes out.
    headers: { authorization: `Bearer ${setting.E2E_MAILBOX_KEY}`, connection: "close" },
  });
  if (!response.ok) throw new Error(`The mailbox answered ${response.status}.`);
  const { data } = z.object({ data: z.array(mailSchema) }).parse(await response.json());
  return data;
}

/** How many mails each of these addresses got, as a sorted list of the counts that occur. */
export async function mailsPerAddress(addresses: readonly string[]): Promise<number[]> {
  const counts = new Map(addresses.map((address) => [address, 0]));
  for (const { to } of await mailsTo(addresses)) {
    for (const address of to) counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return [...new Set(counts.values())].sort();
}

/** The path of the unsubscribe page, as the mail's link names it. */
export function unsubscribePath(mail: Mail): string {
  const link = /https?:\/\/[^\s"<>]+\/unsubscribe\/[^\s"<>]+/.exec(mail.text)?.[0];
  if (link === undefined) throw new Error(`The mail ${mail.id} has no link to unsubscribe.`);
  return new URL(link).pathname;
}

/** The path that the link in a mail of the application itself leads to: the mail of that number to an address. */
export async function mailedPath(email: string, number: number): Promise<string> {
  const { text } = await nthMail(email, number);
  const link = /https?:\/\/\S+\?token=\S+/.exec(text)?.[0];
  if (link === undefined) throw new Error(`Mail ${number} to ${email} has no link.`);
  const { pathname, search } = new URL(link);
  return pathname + search;
}

/** The mail of that number to an address, counted from one; it may still be on its way. */
export async function nthMail(email: string, number: number): Promise<Mail> {
  await expect.poll(async () => (await mailsTo([email])).length).toBeGreaterThanOrEqual(number);
  const mail = (await mailsTo([email]))[number - 1];
  if (!mail) throw new Error(`Mail ${number} to ${email} is gone again.`);
  return mail;
}
