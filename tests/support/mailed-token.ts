/** The token of the link in one of the application's mails. */
export function tokenIn(mail: { text?: string | undefined }): string {
  const token = /[?&]token=([\w-]+)/.exec(mail.text ?? "")?.[1];
  if (token === undefined) throw new Error("The mail has no link with a token.");
  return token;
}
