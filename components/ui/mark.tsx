/** The post horn, in the colour of the text around it. Decorative: the name stands beside it. */
export function Mark({ className = "" }: { className?: string }) {
  return (
    <svg viewBox="4 4 25 21" className={className} aria-hidden="true">
      <g fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round">
        <path d="M6.2 11.4h12.6" />
        <circle cx="13.4" cy="17.3" r="5.9" />
      </g>
      <path
        fill="currentColor"
        d="M18.2 10.1c3.3 0 5.6-1.3 7.3-3.6.5-.6 1.3-.3 1.3.5v8.8c0 .8-.8 1.1-1.3.5-1.7-2.3-4-3.6-7.3-3.6z"
      />
    </svg>
  );
}
