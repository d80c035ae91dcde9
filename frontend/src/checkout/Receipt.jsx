/** The receipt, from the server's record of the order, never from a result of Stripe.js alone. */

import { useEffect, useRef } from 'react';

import { useMoney } from '../MoneyContext.jsx';
import { CartItems } from './CartItems.jsx';
import { PricingBreakdown } from './PricingBreakdown.jsx';
import { countryName } from './countries.js';

/** @param {import('../types').Order} order */
function headline({ status, payment }) {
  if (status === 'refunded') return ['Your order was refunded', 'The money is on its way back to you.'];
  if (status === 'on_hold') return ['Thank you, your payment has arrived', 'We take a closer look at this order before it ships, and will write to you. There is nothing you need to do.'];
  if (payment.status === 'partially_refunded') return ['Your order is confirmed', 'A part of it was refunded.'];
  return ['Thank you, your order is confirmed', 'A receipt is on its way to your e-mail address.'];
}

/** @param {{order: import('../types').Order, products: import('../types').Product[], onNewOrder: () => void}} props */
export function Receipt({ order, products, onNewOrder }) {
  const money = useMoney();
  const heading = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  const [title, text] = headline(order);
  const { shippingAddress: to, currency } = order;
  useEffect(() => heading.current?.focus(), []);
  return (
    <article className="card receipt">
      <span className="seal" aria-hidden="true" data-status={order.status} />
      <h1 ref={heading} tabIndex={-1}>{title}</h1>
      <p>{text}</p>
      <dl className="facts">
        <div><dt>Order number</dt><dd className="number">{order.orderNumber}</dd></div>
        <div><dt>Date</dt><dd>{new Date(order.createdAt).toLocaleDateString(navigator.language, { dateStyle: 'long' })}</dd></div>
        <div><dt>{order.status === 'refunded' ? 'Refunded' : 'Paid'}</dt><dd>{money(order.status === 'refunded' ? order.payment.amountRefunded : order.payment.amountCaptured, currency)}</dd></div>
        {to && <div>
          <dt>Ships to</dt>
          <dd>{[to.name, to.line1, to.line2, [to.postalCode, to.city].join(' '), to.state, countryName(to.country)].filter(Boolean).map((line) => <span key={line}>{line}</span>)}</dd>
        </div>}
      </dl>
      <h2>What you bought</h2>
      <CartItems lines={order.items} currency={currency} products={products} />
      <PricingBreakdown breakdown={order.breakdown} currency={currency} estimated={false} />
      <button type="button" className="button" onClick={onNewOrder}>Start a new order</button>
    </article>
  );
}
