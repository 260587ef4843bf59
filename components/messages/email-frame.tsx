/** An email as it was made, in a sandbox that allows nothing: no script, no form, no way out. */
export function EmailFrame({ title, html }: { title: string; html: string }) {
  return (
    <iframe
      sandbox=""
      title={title}
      srcDoc={html}
      className="h-96 w-full rounded-lg border border-border bg-white"
    />
  );
}
