/** A button whose act is asked about once before it is done. */

import { useEffect, useRef, useState } from 'react';

/**
 * @param {{name: string, unseen?: string, question: string, yes: string, busy: boolean, onYes: () => void}} props `unseen` completes the name where what it stands beside can't be seen
 */
export function Confirmed({ name, unseen = '', question, yes, busy, onYes }) {
  const [asking, setAsking] = useState(false);
  const confirm = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const begin = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const asked = useRef(false);

  useEffect(() => {
    if (asking) confirm.current?.focus();
    else if (asked.current) begin.current?.focus();
    asked.current = asking;
  }, [asking]);

  if (!asking) return <button ref={begin} type="button" className="button" disabled={busy} onClick={() => setAsking(true)}>{name}{unseen && <span className="unseen"> {unseen}</span>}</button>;
  return (
    <div className="review">
      <p>{question}</p>
      <button ref={confirm} type="button" className="button button-primary" disabled={busy} onClick={() => { setAsking(false); onYes(); }}>{yes}</button>
      <button type="button" className="button" disabled={busy} onClick={() => setAsking(false)}>Back</button>
    </div>
  );
}
