/** The webhook inbox: received events with their status, details and payload, replayed one by one or all that are shown. */

import { useCallback, useState } from 'react';

import { asProblem } from '../api/problem.js';
import { Badge } from './Badge.jsx';
import { Choice, statusChoices } from './Choice.jsx';
import { DateTime } from './DateTime.jsx';
import { listEvents, replayEvent, showEvent } from './operatorApi.js';
import { ProblemAlert } from './ProblemAlert.jsx';
import { goTo, orderHref } from './routes.js';
import { usePages } from './usePages.js';
import { useRequest } from './useRequest.js';

/** @typedef {import('../types').InboxEvent} InboxEvent */

/** @type {import('../types').EventStatus[]} */
const STATUSES = ['due', 'applied', 'ignored', 'dead'];

/** @param {{filters: import('./routes.js').Filters}} props */
export function Inbox({ filters }) {
  const status = /** @type {import('../types').EventStatus | ''} */ (filters.status ?? '');
  const [shown, setShown] = useState('');
  const [refused, setRefused] = useState(/** @type {import('../api/problem.js').Problem | null} */ (null));
  const [said, setSaid] = useState('');
  const [replaying, setReplaying] = useState(false);
  const { rows, setRows, problem, busy, more, retry } = usePages(useCallback(async (/** @type {string | null} */ cursor) => {
    const { events, nextCursor } = await listEvents({ status, cursor });
    return { rows: events, nextCursor: nextCursor ?? null };
  }, [status]));
  const dead = rows?.filter((event) => event.status === 'dead') ?? [];

  /** Replays these, one after the other; the first refusal ends it. @param {InboxEvent[]} events */
  async function replay(events) {
    setRefused(null);
    setSaid('');
    setReplaying(true);
    /** @type {InboxEvent[]} */
    const done = [];
    try {
      for (const { id } of events) {
        const event = await replayEvent(id);
        done.push(event);
        setRows((before) => before?.map((row) => (row.id === id ? event : row)) ?? null);
      }
    } catch (error) {
      setRefused(asProblem(error));
    }
    setReplaying(false);
    const stillDead = done.filter((event) => event.status === 'dead').length;
    if (done.length === 1) setSaid(`${done[0].id} was replayed: ${done[0].status}.${stillDead ? ' Fix what its error names, then replay it again.' : ''}`);
    else if (done.length > 1) setSaid(`${done.length} events were replayed; ${stillDead === 0 ? 'none is dead any more' : `${stillDead} are still dead: fix what their error names, then replay them again`}.`);
  }

  return (
    <section aria-label="Events" aria-busy={busy}>
      <div className="above-list">
        <Choice label="Status" id="status" chosen={status} choices={statusChoices(STATUSES)} onChoose={(chosen) => goTo('inbox', { status: chosen })} />
        {dead.length > 0 && <button type="button" className="button" disabled={replaying} onClick={() => replay(dead)}>{replaying ? 'Replaying…' : dead.length === 1 ? 'Replay the dead letter' : `Replay these ${dead.length} dead letters`}</button>}
      </div>
      {problem && <ProblemAlert problem={problem} onRetry={retry} />}
      {refused && <ProblemAlert problem={refused} />}
      <p role="status" className={said && 'notice notice-info'}>{said}</p>
      {rows?.length === 0 && <p className="card">No events here.</p>}
      <ul className="events">
        {rows?.map((event) => (
          <li key={event.id} className="card">
            <div className="event-head">
              <span>
                <strong>{event.type}</strong> {event.orderId && <a href={orderHref(event.orderId)}>its order<span className="unseen">, of {event.id}</span></a>}<br />
                <span className="number hint">{event.id}</span>
                {event.lastError && <><br /><span className="hint">{event.lastError}</span></>}
              </span>
              <span><Badge>{event.status}</Badge> <span className="hint"><DateTime at={event.receivedAt} /></span></span>
              <button type="button" className="link" aria-expanded={shown === event.id} onClick={() => setShown(shown === event.id ? '' : event.id)}>
                {shown === event.id ? 'Hide' : 'Show'}<span className="unseen"> details of {event.id}</span>
              </button>
            </div>
            {shown === event.id && <EventDetails event={event} busy={replaying} onReplay={() => replay([event])} />}
          </li>
        ))}
      </ul>
      <p role="status" className="hint">{busy ? 'Loading…' : rows && `${rows.length} shown${more ? ', there are more' : ''}`}</p>
      {more && <button type="button" className="button" disabled={busy} onClick={more}>Show more</button>}
    </section>
  );
}

const FACTS = /** @type {const} */ ([
  ['Created at Stripe', 'createdAt'], ['Received', 'receivedAt'], ['Settled', 'settledAt'], ['Tries', 'attempts'], ['API version', 'apiVersion'],
]);

/** @param {{event: InboxEvent, busy: boolean, onReplay: () => void}} props */
function EventDetails({ event, busy, onReplay }) {
  const { answer, problem, retry } = useRequest(useCallback(() => showEvent(event.id), [event.id]));
  return (
    <div className="event-details">
      <dl className="facts-row">
        {FACTS.map(([name, key]) => {
          const value = event[key];
          return (value || value === 0) && <div key={key}><dt>{name}</dt><dd>{key.endsWith('At') ? <DateTime at={String(value)} /> : value}</dd></div>;
        })}
        <div><dt>Mode</dt><dd>{event.livemode ? 'live' : 'test'}</dd></div>
      </dl>
      {problem && <ProblemAlert problem={problem} onRetry={retry} />}
      {answer && (answer.payload
        ? <pre className="payload" tabIndex={0} role="region" aria-label={`Payload of ${event.id}`}>{JSON.stringify(answer.payload, null, 2)}</pre>
        : <p className="hint">Its payload is kept no more: it is Stripe that has it, for 30 days. If this event is younger, Stripe could not be asked: try again.</p>)}
      <button type="button" className="button" disabled={busy} onClick={onReplay}>Replay this event</button>
    </div>
  );
}
