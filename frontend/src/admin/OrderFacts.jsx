/** An order's facts: how it and its payment stand, whose it is, and what was bought. */

import { useMoney } from '../MoneyContext.jsx';
import { Badge } from './Badge.jsx';
import { DateTime } from './DateTime.jsx';
import { hrefOf } from './routes.js';
import { paymentUrl } from './stripeDashboard.js';

/** @param {{order: import('../types').Order, config: import('../types').ShopConfig}} props */
export function OrderFacts({ order, config }) {
  const money = useMoney();
  const { payment, currency, shippingAddress: to } = order;
  return (
    <section className="card" aria-labelledby="order-number">
      <h2 id="order-number" className="number">{order.orderNumber}</h2>
      <dl className="facts-row">
        <div><dt>Status</dt><dd><Badge>{order.status}</Badge></dd></div>
        <div><dt>Payment</dt><dd><Badge>{payment.status}</Badge></dd></div>
        <div><dt>Total</dt><dd>{money(order.total, currency)}</dd></div>
        {payment.amountCapturable > 0 && <div><dt>Authorized</dt><dd>{money(payment.amountCapturable, currency)}</dd></div>}
        {payment.captureBefore && <div><dt>Capture before</dt><dd><DateTime at={payment.captureBefore} /></dd></div>}
        <div><dt>Captured</dt><dd>{money(payment.amountCaptured, currency)}</dd></div>
        <div><dt>Refunded</dt><dd>{money(payment.amountRefunded, currency)}</dd></div>
        <div><dt>Refundable</dt><dd>{money(payment.refundable, currency)}</dd></div>
        {payment.riskLevel && <div><dt>Risk, by Stripe</dt><dd><Badge>{payment.riskLevel}</Badge></dd></div>}
        <div><dt>Placed</dt><dd><DateTime at={order.createdAt} /></dd></div>
        <div><dt>Last changed</dt><dd><DateTime at={order.updatedAt} /></dd></div>
        {order.receiptEmail && <div><dt>E-mail</dt><dd><a href={hrefOf('orders', { find: order.receiptEmail })}>{order.receiptEmail}<span className="unseen">, all orders</span></a></dd></div>}
        {to?.phone && <div><dt>Phone</dt><dd>{to.phone}</dd></div>}
        <div><dt>Customer</dt><dd className="number">{order.userId}</dd></div>
        {order.reference && <div><dt>Reference</dt><dd className="number">{order.reference}</dd></div>}
        {payment.paymentIntentId && (
          <div><dt>PaymentIntent</dt><dd className="number"><a href={paymentUrl(config, payment.paymentIntentId)} target="_blank" rel="noreferrer">{payment.paymentIntentId}<span className="unseen">, in Stripe&apos;s dashboard, in a new tab</span></a></dd></div>
        )}
        {to && <div><dt>Ships to</dt><dd>{[to.name, to.line1, to.line2, [to.postalCode, to.city].filter(Boolean).join(' '), to.state, to.country].filter(Boolean).join(', ')}</dd></div>}
      </dl>
      <div className="table-card" tabIndex={0} role="region" aria-label="Table of products">
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
      </div>
    </section>
  );
}
