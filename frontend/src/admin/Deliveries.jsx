/** What the shop's own systems were sent: each event at each endpoint, with a button that sends it again. */

import { useState } from 'react';

import { asProblem } from '../api/problem.js';
import { Badge } from './Badge.jsx';
import { DateTime } from './DateTime.jsx';
import { listDeliveries, resendEvent } from './operatorApi.js';
import { ProblemAlert } from './ProblemAlert.jsx';
import { orderHref } from './routes.js';
import { StatusFilter } from './StatusFilter.jsx';
import { usePages } from './usePages.js';

/** @type {import('../types').DeliveryStatus[]} */
const STATUSES = ['set_aside', 'pending', 'delivered'];

/** @param {import('./usePages.js').Page<import('../types').DeliveryStatus>} page */
async function load(page) {
  const { deliveries, nextCursor } = await listDeliveries(page);
  return { rows: deliveries, nextCursor: nextCursor ?? null };
}

export function Deliveries() {
  const [status, setStatus] = useState(/** @type {import('../types').DeliveryStatus | ''} */ ('set_aside'));
  const [refused, setRefused] = useState(/** @type {import('../api/problem.js').Problem | null} */ (null));
  const [said, setSaid] = useState('');
  const { rows, setRows, problem, busy, more, retry } = usePages(load, status);

  /** @param {string} id */
  async function resend(id) {
    setRefused(null);
    setSaid('');
    try {
      const delivery = await resendEvent(id);
      setRows((before) => before?.map((row) => (row.id === id ? delivery : row)) ?? null);
      setSaid(`${delivery.eventId} is sent again.`);
    } catch (error) {
      setRefused(asProblem(error));
    }
  }

  return (
    <section aria-label="Deliveries" aria-busy={busy}>
      <StatusFilter statuses={STATUSES} chosen={status} onChoose={setStatus} />
      {problem && <ProblemAlert problem={problem} onRetry={retry} />}
      {refused && <ProblemAlert problem={refused} />}
      <p role="status" className={said && 'notice notice-info'}>{said}</p>
      {rows?.length === 0 && <p className="card">No deliveries here.</p>}
      <ul className="events">
        {rows?.map((delivery) => (
          <li key={delivery.id} className="card">
            <div className="event-head">
              <span>
                <strong>{delivery.type}</strong> <a href={orderHref(delivery.orderId)}>{delivery.orderNumber}</a><br />
                <span className="number hint">{delivery.url ?? 'an endpoint that is no longer configured'}</span>
              </span>
              <span>
                <Badge>{delivery.status}</Badge> <span className="hint"><DateTime at={delivery.happenedAt} /></span><br />
                {delivery.lastError && <span className="hint">{delivery.lastError}, {delivery.attempts} tries</span>}
              </span>
              <button type="button" className="button" onClick={() => resend(delivery.id)}>
                Send again<span className="unseen"> {delivery.eventId}</span>
              </button>
            </div>
          </li>
        ))}
      </ul>
      <p role="status" className="hint">{busy ? 'Loading…' : rows && `${rows.length} shown${more ? ', there are more' : ''}`}</p>
      {more && <button type="button" className="button" disabled={busy} onClick={more}>Show more</button>}
    </section>
  );
}
