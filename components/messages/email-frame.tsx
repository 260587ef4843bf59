interface EmailFrameProps {
  title: string;
  html: string;
  /** How high it is. */
  className?: string;
}

/** An email as it was made, in a sandbox that allows nothing: no script, no form, no way out. */
export function EmailFrame({ title, html, className = "h-96" }: EmailFrameProps) {
  return (
    <iframe
      sandbox=""
      title={title}
      srcDoc={html}
      className={`w-full rounded-lg border border-border bg-white ${className}`}
    />
  );
}
