/** The receipt, from the server's record of the order, never from a result of Stripe.js alone. */

import { useEffect, useRef } from 'react';

import { locale } from '../language.js';
import { useMoney } from '../MoneyContext.jsx';
import { t } from '../texts.js';
import { addressLines } from './addressForms.js';
import { CartItems } from './CartItems.jsx';
import { PricingBreakdown } from './PricingBreakdown.jsx';

/** @param {import('../types').Order} order */
function headline({ status, payment }) {
  if (status === 'refunded') return 'refunded';
  if (status === 'on_hold') return 'onHold';
  if (payment.status === 'partially_refunded') return 'partlyRefunded';
  return payment.status === 'authorized' ? 'authorized' : 'confirmed';
}

/** @param {import('../types').Order} order @returns {[string, number]} the label's key and the amount */
function paidSum({ status, payment }) {
  if (status === 'refunded') return ['receipt.refundedAmount', payment.amountRefunded];
  if (payment.status === 'authorized') return ['receipt.authorizedAmount', payment.amount];
  return ['receipt.paid', payment.amountCaptured];
}

/**
 * @param {{order: import('../types').Order, products: import('../types').Product[], forms: import('./addressForms.js').AddressForms,
 *   shopUrl: string | null, onNewOrder?: () => void}} props
 */
export function Receipt({ order, products, forms, shopUrl, onNewOrder }) {
  const money = useMoney();
  const heading = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  const name = headline(order);
  const [label, sum] = paidSum(order);
  const { shippingAddress: to, currency } = order;
  useEffect(() => heading.current?.focus(), []);
  return (
    <article className="card receipt">
      <span className="seal" aria-hidden="true" data-status={order.status} />
      <h1 ref={heading} tabIndex={-1}>{t(`receipt.${name}.title`)}</h1>
      <p>{t(`receipt.${name}.text`)}</p>
      <dl className="facts">
        <div><dt>{t('receipt.number')}</dt><dd className="number">{order.orderNumber}</dd></div>
        <div><dt>{t('receipt.date')}</dt><dd>{new Date(order.createdAt).toLocaleDateString(locale, { dateStyle: 'long' })}</dd></div>
        <div><dt>{t(label)}</dt><dd>{money(sum, currency)}</dd></div>
        {to && <div><dt>{t('details.shipsTo')}</dt><dd>{addressLines(to, forms).map((line, index) => <span key={index}>{line}</span>)}</dd></div>}
      </dl>
      <h2>{t('receipt.bought')}</h2>
      <CartItems lines={order.items} currency={currency} products={products} />
      <PricingBreakdown breakdown={order.breakdown} discounts={order.discounts} currency={currency} estimated={false} />
      {shopUrl && <a className="button button-primary button-link" href={shopUrl}>{t('page.backToShop')}</a>}
      {onNewOrder && <button type="button" className="button" onClick={onNewOrder}>{t('receipt.newOrder')}</button>}
    </article>
  );
}
