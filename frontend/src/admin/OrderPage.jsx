/** One order: what was bought, its payment, refunds, disputes, holds, deliveries and history; it refreshes itself. */

import { useCallback, useEffect, useRef, useState } from 'react';

import { useMoney } from '../MoneyContext.jsx';
import { Authorization } from './Authorization.jsx';
import { History } from './History.jsx';
import { Holds } from './Holds.jsx';
import { deliveriesOf, showHistory, showOrder } from './operatorApi.js';
import { OrderDeliveries } from './OrderDeliveries.jsx';
import { OrderFacts } from './OrderFacts.jsx';
import { ProblemAlert } from './ProblemAlert.jsx';
import { RefundForm } from './RefundForm.jsx';
import { Refunds } from './Refunds.jsx';
import { useRefreshed } from './useRefreshed.js';

/** @param {{id: string, config: import('../types').ShopConfig}} props */
export function OrderPage({ id, config }) {
  const money = useMoney();
  const [said, setSaid] = useState('');
  const [refundId, setRefundId] = useState('');
  const saying = useRef(/** @type {HTMLParagraphElement | null} */ (null));
  useEffect(() => {
    if (said || refundId) saying.current?.focus();
  }, [said, refundId]);
  const { answer, problem, retry } = useRefreshed(useCallback(async () => {
    const [order, { entries }] = await Promise.all([showOrder(id), showHistory(id)]);
    return { order, entries, deliveries: await deliveriesOf(order.id) };
  }, [id]));

  if (problem && !answer) return <ProblemAlert problem={problem} onRetry={retry} />;
  if (!answer) return <p role="status">Loading the order…</p>;
  const { order, entries, deliveries } = answer;
  const { payment, currency } = order;
  const refund = payment.refunds.find((one) => one.id === refundId);
  const outcome = refund ? saidOf(refund, money(refund.amount, currency)) : said;
  const failed = refund?.status === 'failed' || refund?.status === 'canceled';
  const exponent = config.currencies.find(({ code }) => code === currency)?.exponent ?? 2;
  return (
    <>
      {problem && <ProblemAlert problem={problem} onRetry={retry} />}
      <p ref={saying} tabIndex={-1} role="status" className={outcome && `notice ${failed ? 'notice-alert' : 'notice-info'}`}>{outcome}</p>
      <OrderFacts order={order} config={config} />
      {order.holds.length > 0 && <Holds order={order} onReleased={retry} />}
      {(payment.refunds.length > 0 || payment.disputes.length > 0) && <Refunds payment={payment} currency={currency} config={config} />}
      {(payment.status === 'authorized' || (order.status === 'pending' && payment.status !== 'processing')) && (
        <Authorization order={order} exponent={exponent} onChanged={(what) => { setRefundId(''); setSaid(what); retry(); }} />
      )}
      {payment.refundable > 0 && (
        <RefundForm order={order} exponent={exponent} onRefunded={(made) => { setRefundId(made); retry(); }} />
      )}
      {payment.refundable === 0 && payment.disputes.some(({ status }) => status.endsWith('needs_response') || status.endsWith('under_review')) && (
        <p className="card">A refund is not offered while the payment is disputed: the bank decides about the money.</p>
      )}
      {deliveries.length > 0 && <OrderDeliveries deliveries={deliveries} onResent={retry} />}
      <History entries={entries} currency={currency} />
    </>
  );
}

/** What became of a refund that was just made; it changes as its outcome does. @param {import('../types').Refund} refund @param {string} sum */
function saidOf(refund, sum) {
  if (refund.status === 'succeeded') return `${sum} refunded.`;
  if (refund.status === 'failed' || refund.status === 'canceled') {
    return `The refund of ${sum} failed${refund.failureReason ? ` (${refund.failureReason.replaceAll('_', ' ')})` : ''}. Pay the customer another way, or try again.`;
  }
  return `${sum} is on its way back; its outcome will show here.`;
}
