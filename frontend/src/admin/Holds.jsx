/** The holds of an order, each with a button to release it. */

import { useRef, useState } from 'react';

import { asProblem } from '../api/problem.js';
import { Badge } from './Badge.jsx';
import { Confirmed } from './Confirmed.jsx';
import { DateTime } from './DateTime.jsx';
import { releaseHold } from './operatorApi.js';
import { ProblemAlert } from './ProblemAlert.jsx';

/** @param {{order: import('../types').Order, onReleased: () => void}} props */
export function Holds({ order, onReleased }) {
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState(/** @type {import('../api/problem.js').Problem | null} */ (null));
  const [busy, setBusy] = useState(false);
  const heading = useRef(/** @type {HTMLHeadingElement | null} */ (null));

  /** @param {string} holdId */
  async function release(holdId) {
    setBusy(true);
    setProblem(null);
    try {
      await releaseHold(order.id, holdId, note.trim());
      setNote('');
      onReleased();
      heading.current?.focus();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  const open = order.holds.some(({ releasedAt }) => !releasedAt);
  return (
    <section className="card" aria-labelledby="holds-heading">
      <h2 id="holds-heading" ref={heading} tabIndex={-1}>Holds</h2>
      {problem && <ProblemAlert problem={problem} />}
      {open && (
        <div className="field">
          <label htmlFor="release-note">Note for the release <span className="hint">(optional)</span></label>
          <input id="release-note" autoComplete="off" maxLength={200} value={note} onChange={({ target }) => setNote(target.value)} />
        </div>
      )}
      <ul className="holds">
        {order.holds.map((hold) => (
          <li key={hold.id}>
            <span><strong>{hold.reason}</strong> <span className="number hint">{hold.causeId}</span><br /><span className="hint">since <DateTime at={hold.openedAt} /></span></span>
            {hold.releasedAt
              ? <span><Badge>released</Badge> <span className="hint">{hold.releasedBy}, <DateTime at={hold.releasedAt} /></span>{hold.note && <><br />{hold.note}</>}</span>
              : <Confirmed name="Release" unseen={`the hold for ${hold.reason}`} question={`Release the hold for ${hold.reason}? Unless another holds it, the order may then be shipped.`} yes="Yes, release it" busy={busy} onYes={() => release(hold.id)} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
