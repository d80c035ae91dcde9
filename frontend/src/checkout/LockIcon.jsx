/** A decorative padlock. */

export function LockIcon() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path fillRule="evenodd" d="M4 6.5V5a4 4 0 1 1 8 0v1.5h.5A1.5 1.5 0 0 1 14 8v5.5a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 13.5V8a1.5 1.5 0 0 1 1.5-1.5H4Zm1.8 0h4.4V5a2.2 2.2 0 1 0-4.4 0v1.5Z" />
    </svg>
  );
}
