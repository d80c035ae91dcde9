/** One order: lines, payment, refunds, disputes, holds and history. */

import { useCallback, useEffect, useRef, useState } from 'react';

import { useMoney } from '../MoneyContext.jsx';
import { Badge } from './Badge.jsx';
import { History } from './History.jsx';
import { Holds } from './Holds.jsx';
import { DateTime } from './DateTime.jsx';
import { showHistory, showOrder } from './operatorApi.js';
import { RefundForm } from './RefundForm.jsx';
import { Refunds } from './Refunds.jsx';
import { ProblemAlert } from './ProblemAlert.jsx';
import { useRequest } from './useRequest.js';

/** @param {{id: string, currencies: {code: string, exponent: number}[]}} props */
export function OrderPage({ id, currencies }) {
  const money = useMoney();
  const [said, setSaid] = useState('');
  const saying = useRef(/** @type {HTMLParagraphElement | null} */ (null));
  useEffect(() => {
    if (said) saying.current?.focus();
  }, [said]);
  const { answer, problem, retry } = useRequest(useCallback(async () => {
    const [order, { entries }] = await Promise.all([showOrder(id), showHistory(id)]);
    return { order, entries };
  }, [id]));

  if (problem) return <ProblemAlert problem={problem} onRetry={retry} />;
  if (!answer) return <p role="status">Loading the order…</p>;
  const { order, entries } = answer;
  const { payment, currency, shippingAddress: to } = order;
  return (
    <>
      <p ref={saying} tabIndex={-1} role="status" className={said && 'notice notice-info'}>{said}</p>
      <section className="card" aria-labelledby="order-number">
        <h2 id="order-number" className="number">{order.orderNumber}</h2>
        <dl className="facts-row">
          <div><dt>Status</dt><dd><Badge>{order.status}</Badge></dd></div>
          <div><dt>Payment</dt><dd><Badge>{payment.status}</Badge></dd></div>
          <div><dt>Total</dt><dd>{money(order.total, currency)}</dd></div>
          <div><dt>Captured</dt><dd>{money(payment.amountCaptured, currency)}</dd></div>
          <div><dt>Refunded</dt><dd>{money(payment.amountRefunded, currency)}</dd></div>
          <div><dt>Refundable</dt><dd>{money(payment.refundable, currency)}</dd></div>
          <div><dt>Placed</dt><dd><DateTime at={order.createdAt} /></dd></div>
          <div><dt>Customer</dt><dd className="number">{order.userId}</dd></div>
          {payment.paymentIntentId && <div><dt>PaymentIntent</dt><dd className="number">{payment.paymentIntentId}</dd></div>}
          {to && <div><dt>Ships to</dt><dd>{[to.name, to.line1, to.line2, [to.postalCode, to.city].filter(Boolean).join(" "), to.state, to.country].filter(Boolean).join(', ')}</dd></div>}
        </dl>
        <table>
          <thead><tr><th scope="col">Product</th><th scope="col" className="figure">Price</th><th scope="col" className="figure">Quantity</th><th scope="col" className="figure">Total</th></tr></thead>
          <tbody>
            {order.items.map((line) => (
              <tr key={line.sku}>
                <th scope="row">{line.name}</th><td className="figure">{money(line.unitPrice, currency)}</td>
                <td className="figure">{line.quantity}</td><td className="figure">{money(line.total, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {order.holds.length > 0 && <Holds order={order} onReleased={retry} />}
      {(payment.refunds.length > 0 || payment.disputes.length > 0) && <Refunds payment={payment} currency={currency} />}
      {payment.refundable > 0 && (
        <RefundForm order={order} exponent={currencies.find(({ code }) => code === currency)?.exponent ?? 2} onRefunded={(what) => { setSaid(what); retry(); }} />
      )}
      <History entries={entries} />
    </>
  );
}
