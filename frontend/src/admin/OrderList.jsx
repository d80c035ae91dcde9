/** All orders, newest first, filtered by status, in pages. */

import { useState } from 'react';

import { useMoney } from '../MoneyContext.jsx';
import { Badge } from './Badge.jsx';
import { FindOrder } from './FindOrder.jsx';
import { DateTime } from './DateTime.jsx';
import { listOrders } from './operatorApi.js';
import { orderHref } from './routes.js';
import { StatusFilter } from './StatusFilter.jsx';
import { ProblemAlert } from './ProblemAlert.jsx';
import { usePages } from './usePages.js';

/** @type {import('../types').OrderStatus[]} */
const STATUSES = ['pending', 'confirmed', 'on_hold', 'refunded', 'canceled'];

/** @param {import('./usePages.js').Page<import('../types').OrderStatus>} page */
async function load(page) {
  const { orders, nextCursor } = await listOrders(page);
  return { rows: orders, nextCursor: nextCursor ?? null };
}

export function OrderList() {
  const [status, setStatus] = useState(/** @type {import('../types').OrderStatus | ''} */ (''));
  const money = useMoney();
  const { rows, problem, busy, more, retry } = usePages(load, status);
  return (
    <section aria-label="All orders" aria-busy={busy}>
      <div className="above-list">
        <StatusFilter statuses={STATUSES} chosen={status} onChoose={setStatus} />
        <FindOrder />
      </div>
      {problem && <ProblemAlert problem={problem} onRetry={retry} />}
      {rows?.length === 0 && <p className="card">No orders here.</p>}
      {rows && rows.length > 0 && (
        <div className="card table-card" tabIndex={0} role="region" aria-label="Table of orders">
          <table>
            <thead><tr><th scope="col">Order</th><th scope="col">When</th><th scope="col">Status</th><th scope="col">Payment</th><th scope="col" className="figure">Total</th></tr></thead>
            <tbody>
              {rows.map((order) => (
                <tr key={order.id}>
                  <th scope="row"><a className="number" href={orderHref(order.id)}>{order.orderNumber}</a></th>
                  <td><DateTime at={order.createdAt} /></td>
                  <td><Badge>{order.status}</Badge></td>
                  <td><Badge>{order.payment.status}</Badge></td>
                  <td className="figure">{money(order.total, order.currency)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p role="status" className="hint">{busy ? 'Loading…' : rows && `${rows.length} shown${more ? ', there are more' : ''}`}</p>
      {more && <button type="button" className="button" disabled={busy} onClick={more}>Show more</button>}
    </section>
  );
}
