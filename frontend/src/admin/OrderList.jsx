/** Orders, newest first: all, or those that fit the filters of the address. */

import { useMemo } from 'react';

import { useMoney } from '../MoneyContext.jsx';
import { asDecimal } from '../money.js';
import { Badge } from './Badge.jsx';
import { asCsv, download } from './csv.js';
import { DateTime } from './DateTime.jsx';
import { listOrders } from './operatorApi.js';
import { OrderFilters } from './OrderFilters.jsx';
import { ProblemAlert } from './ProblemAlert.jsx';
import { orderHref } from './routes.js';
import { readingsOf, startOf } from './search.js';
import { usePages } from './usePages.js';

/** @typedef {{code: string, exponent: number}[]} Currencies */

/**
 * The first page tries each reading of a searched text until one finds something; later pages go on with that one.
 * @param {import('./routes.js').Filters} filters @param {Currencies} currencies
 * @returns {(cursor: string | null) => Promise<{rows: import('../types').Order[], nextCursor: string | null}>}
 */
function reader(filters, currencies) {
  /** @type {import('./search.js').OrderFilters} */
  const fixed = {
    ...(filters.status && { status: /** @type {import('../types').OrderStatus} */ (filters.status) }),
    ...(filters.payment && { paymentStatus: /** @type {import('../types').PaymentStatus} */ (filters.payment) }),
    ...(filters.from && { from: startOf(filters.from) }),
    ...(filters.to && { to: startOf(filters.to, 1) }),
  };
  let readings = filters.find ? readingsOf(filters.find, currencies) : [{}];
  return async (cursor) => {
    for (const [tried, reading] of readings.entries()) {
      const { orders, nextCursor } = await listOrders({ ...fixed, ...reading, ...(cursor && { cursor }) });
      if (orders.length > 0 || tried === readings.length - 1) {
        readings = [reading];
        return { rows: orders, nextCursor: nextCursor ?? null };
      }
    }
    return { rows: [], nextCursor: null };
  };
}

/** @param {{filters: import('./routes.js').Filters, currencies: Currencies}} props */
export function OrderList({ filters, currencies }) {
  const money = useMoney();
  const address = JSON.stringify(filters);
  const { rows, problem, busy, more, retry } = usePages(useMemo(() => reader(JSON.parse(address), currencies), [address, currencies]));
  return (
    <section aria-label="All orders" aria-busy={busy}>
      <OrderFilters key={filters.find ?? ''} filters={filters} />
      {problem && <ProblemAlert problem={problem} onRetry={retry} />}
      {rows?.length === 0 && <p className="card">{address === '{}' ? 'No orders yet.' : 'No order fits. An e-mail address must be whole, a total needs its currency (12.99 usd).'}</p>}
      {rows && rows.length > 0 && (
        <div className="card table-card" tabIndex={0} role="region" aria-label="Table of orders">
          <table>
            <thead><tr><th scope="col">Order</th><th scope="col">When</th><th scope="col">Customer</th><th scope="col">Status</th><th scope="col">Payment</th><th scope="col" className="figure">Total</th></tr></thead>
            <tbody>
              {rows.map((order) => (
                <tr key={order.id}>
                  <th scope="row"><a className="number" href={orderHref(order.id)}>{order.orderNumber}</a></th>
                  <td><DateTime at={order.createdAt} /></td>
                  <td className="customer">{order.receiptEmail ?? order.userId}</td>
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
      {rows && rows.length > 0 && <button type="button" className="link" onClick={() => download('orders.csv', csvOf(rows, currencies))}>Download these as CSV</button>}
    </section>
  );
}

const HEADINGS = ['order', 'id', 'created', 'status', 'payment', 'currency', 'total', 'captured', 'refunded', 'customer', 'email', 'reference', 'payment_intent'];

/** @param {import('../types').Order[]} orders @param {Currencies} currencies */
function csvOf(orders, currencies) {
  return asCsv(HEADINGS, orders.map((order) => {
    const exponent = currencies.find(({ code }) => code === order.currency)?.exponent ?? 2;
    const { payment } = order;
    const sums = [order.total, payment.amountCaptured, payment.amountRefunded].map((amount) => asDecimal(amount, exponent));
    return [order.orderNumber, order.id, order.createdAt, order.status, payment.status, order.currency, ...sums, order.userId, order.receiptEmail, order.reference, payment.paymentIntentId];
  }));
}
