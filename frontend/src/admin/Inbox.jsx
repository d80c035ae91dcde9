/** The webhook inbox: received events with their status, details and a replay button. */

import { useState } from 'react';

import { asProblem } from '../api/problem.js';
import { Badge } from './Badge.jsx';
import { DateTime } from './DateTime.jsx';
import { listEvents, replayEvent } from './operatorApi.js';
import { StatusFilter } from './StatusFilter.jsx';
import { ProblemAlert } from './ProblemAlert.jsx';
import { usePages } from './usePages.js';

/** @type {import('../types').EventStatus[]} */
const STATUSES = ['due', 'applied', 'ignored', 'dead'];

/** @param {import('./usePages.js').Page<import('../types').EventStatus>} page */
async function load(page) {
  const { events, nextCursor } = await listEvents(page);
  return { rows: events, nextCursor: nextCursor ?? null };
}

export function Inbox() {
  const [status, setStatus] = useState(/** @type {import('../types').EventStatus | ''} */ (''));
  const [shown, setShown] = useState('');
  const [refused, setRefused] = useState(/** @type {import('../api/problem.js').Problem | null} */ (null));
  const [said, setSaid] = useState('');
  const { rows, setRows, problem, busy, more, retry } = usePages(load, status);

  /** @param {string} id */
  async function replay(id) {
    setRefused(null);
    setSaid('');
    try {
      const event = await replayEvent(id);
      setRows((before) => before?.map((row) => (row.id === id ? event : row)) ?? null);
      setSaid(`${id} was replayed: ${event.status}.`);
    } catch (error) {
      setRefused(asProblem(error));
    }
  }

  return (
    <section aria-label="Events" aria-busy={busy}>
      <StatusFilter statuses={STATUSES} chosen={status} onChoose={setStatus} />
      {problem && <ProblemAlert problem={problem} onRetry={retry} />}
      {refused && <ProblemAlert problem={refused} />}
      <p role="status" className={said && 'notice notice-info'}>{said}</p>
      {rows?.length === 0 && <p className="card">No events here.</p>}
      <ul className="events">
        {rows?.map((event) => (
          <li key={event.id} className="card">
            <div className="event-head">
              <span><strong>{event.type}</strong><br /><span className="number hint">{event.id}</span></span>
              <span><Badge>{event.status}</Badge> <span className="hint"><DateTime at={event.receivedAt} /></span></span>
              <button type="button" className="link" aria-expanded={shown === event.id} onClick={() => setShown(shown === event.id ? '' : event.id)}>
                {shown === event.id ? 'Hide' : 'Show'}<span className="unseen"> details of {event.id}</span>
              </button>
            </div>
            {shown === event.id && <EventDetails event={event} onReplay={replay} />}
          </li>
        ))}
      </ul>
      <p role="status" className="hint">{busy ? 'Loading…' : rows && `${rows.length} shown${more ? ', there are more' : ''}`}</p>
      {more && <button type="button" className="button" disabled={busy} onClick={more}>Show more</button>}
    </section>
  );
}

/** @param {{event: import('../types').InboxEvent, onReplay: (id: string) => void}} props */
function EventDetails({ event, onReplay }) {
  return (
    <div className="event-details">
      <dl className="facts-row">
        {Object.entries(event).filter(([, value]) => value !== null && value !== undefined && value !== '').map(([name, value]) => (
          <div key={name}><dt>{name}</dt><dd className="number">{String(value)}</dd></div>
        ))}
      </dl>
      <button type="button" className="button" onClick={() => onReplay(event.id)}>Replay this event</button>
    </div>
  );
}
