/** What the shop's own systems were sent: each event at each endpoint, with a button that sends it again. */

import { useCallback, useState } from 'react';

import { asProblem } from '../api/problem.js';
import { Badge } from './Badge.jsx';
import { Choice, statusChoices } from './Choice.jsx';
import { DateTime } from './DateTime.jsx';
import { listDeliveries, resendEvent } from './operatorApi.js';
import { ProblemAlert } from './ProblemAlert.jsx';
import { goTo, orderHref } from './routes.js';
import { usePages } from './usePages.js';

/** @type {import('../types').DeliveryStatus[]} */
const STATUSES = ['set_aside', 'pending', 'delivered'];

/** @param {{filters: import('./routes.js').Filters}} props */
export function Deliveries({ filters }) {
  const status = /** @type {import('../types').DeliveryStatus | ''} */ (filters.status ?? '');
  const [refused, setRefused] = useState(/** @type {import('../api/problem.js').Problem | null} */ (null));
  const [said, setSaid] = useState('');
  const { rows, setRows, problem, busy, more, retry } = usePages(useCallback(async (/** @type {string | null} */ cursor) => {
    const { deliveries, nextCursor } = await listDeliveries({ status, cursor });
    return { rows: deliveries, nextCursor: nextCursor ?? null };
  }, [status]));

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
      <Choice label="Status" id="status" chosen={status} choices={statusChoices(STATUSES)} onChoose={(chosen) => goTo('deliveries', { status: chosen })} />
      {problem && <ProblemAlert problem={problem} onRetry={retry} />}
      {refused && <ProblemAlert problem={refused} />}
      <p role="status" className={said && 'notice notice-info'}>{said}</p>
      {rows?.length === 0 && <p className="card">No deliveries here.</p>}
      <ul className="events">
        {rows?.map((delivery) => (
          <li key={delivery.id} className="card"><DeliveryHead delivery={delivery} onResend={resend} /></li>
        ))}
      </ul>
      <p role="status" className="hint">{busy ? 'Loading…' : rows && `${rows.length} shown${more ? ', there are more' : ''}`}</p>
      {more && <button type="button" className="button" disabled={busy} onClick={more}>Show more</button>}
    </section>
  );
}

/** @param {{delivery: import('../types').Delivery, onResend: (id: string) => void, inOrder?: boolean}} props */
export function DeliveryHead({ delivery, onResend, inOrder = false }) {
  return (
    <div className="event-head">
      <span>
        <strong>{delivery.type}</strong> {!inOrder && <a href={orderHref(delivery.orderId)}>{delivery.orderNumber}</a>}<br />
        <span className="number hint">{delivery.url ?? 'an endpoint that is no longer configured'}</span>
      </span>
      <span>
        <Badge>{delivery.status}</Badge> <span className="hint"><DateTime at={delivery.happenedAt} /></span><br />
        {delivery.lastError && <span className="hint">{delivery.lastError}, {delivery.attempts} tries</span>}
      </span>
      <button type="button" className="button" onClick={() => onResend(delivery.id)}>
        Send again<span className="unseen"> {delivery.eventId}</span>
      </button>
    </div>
  );
}
