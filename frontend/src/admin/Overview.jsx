/** What waits for a person, each a click from its order. */

import { useCallback } from 'react';

import { useMoney } from '../MoneyContext.jsx';
import { Badge } from './Badge.jsx';
import { DateTime } from './DateTime.jsx';
import { listOrders, loadOverview } from './operatorApi.js';
import { ProblemAlert } from './ProblemAlert.jsx';
import { hrefOf, orderHref } from './routes.js';
import { useRefreshed } from './useRefreshed.js';

/** @typedef {{title: string, headings: string[], rows: {key: string, order: {id: string, number: string}, cells: import('react').ReactNode[]}[]}} Waiting */

const LATE_SECONDS = 120;
const LATE = /** @type {const} */ ([
  ['oldestDueEvent', 'An event from Stripe that should have had its effect', hrefOf('inbox', { status: 'due' })],
  ['oldestNotification', 'A mail or an alert that should have been sent', hrefOf('orders')],
  ['oldestUndelivered', "An event that the shop's systems should have", hrefOf('deliveries', { status: 'pending' })],
]);

export function Overview() {
  const money = useMoney();
  const { answer, problem, retry } = useRefreshed(useCallback(async () => {
    const [overview, { orders }] = await Promise.all([loadOverview(), listOrders({ status: 'on_hold', limit: 50 })]);
    return { overview, held: orders };
  }, []));
  if (problem && !answer) return <ProblemAlert problem={problem} onRetry={retry} />;
  if (!answer) return <p role="status">Loading what waits…</p>;

  const { overview, held } = answer;
  const holds = Object.entries(overview.openHolds).filter(([, count]) => count > 0);
  /** @type {Waiting[]} */
  const lists = [
    {
      title: 'Held orders', headings: ['Held for', 'Since', 'Total'],
      rows: held.map((order) => {
        const open = order.holds.filter(({ releasedAt }) => !releasedAt);
        return {
          key: order.id, order: { id: order.id, number: order.orderNumber },
          cells: [open.map(({ reason }) => reason.replaceAll('_', ' ')).join(', '), open[0] && <DateTime at={open[0].openedAt} />, money(order.total, order.currency)],
        };
      }),
    },
    {
      title: 'Disputes to answer', headings: ['Status', 'Answer by', 'Amount'],
      rows: overview.disputes.map((dispute) => ({
        key: dispute.id, order: { id: dispute.orderId, number: dispute.orderNumber },
        cells: [<Badge>{dispute.status}</Badge>, dispute.dueBy ? <DateTime at={dispute.dueBy} /> : 'no deadline known', dispute.currency ? money(dispute.amount, dispute.currency) : '–'],
      })),
    },
    {
      title: 'Refunds that failed or wait', headings: ['Status', 'Why', 'Amount'],
      rows: overview.refunds.map((refund) => ({
        key: refund.id, order: { id: refund.orderId, number: refund.orderNumber },
        cells: [<Badge>{refund.status}</Badge>, (refund.failureReason ?? refund.pendingReason ?? 'no answer yet').replaceAll('_', ' '), money(refund.amount, refund.currency)],
      })),
    },
    {
      title: 'Authorizations about to lapse', headings: ['Capture before', 'Amount'],
      rows: overview.authorizations.map((payment) => ({
        key: payment.orderId, order: { id: payment.orderId, number: payment.orderNumber },
        cells: [<DateTime at={payment.captureBefore} />, money(payment.amount, payment.currency)],
      })),
    },
  ];
  const waiting = lists.filter(({ rows }) => rows.length > 0);
  const late = LATE.filter(([key]) => overview[key] > LATE_SECONDS);
  const nothing = waiting.length === 0 && late.length === 0 && !overview.deadLetters && !overview.undelivered && !overview.unknownRefunds;
  return (
    <>
      {problem && <ProblemAlert problem={problem} onRetry={retry} />}
      <dl className="card facts-row counts">
        {holds.map(([reason, count]) => <Count key={reason} name={`Held: ${reason.replaceAll('_', ' ')}`} count={count} href={hrefOf('orders', { status: 'on_hold' })} />)}
        <Count name="Dead letters" count={overview.deadLetters} href={hrefOf('inbox', { status: 'dead' })} />
        <Count name="Events set aside" count={overview.undelivered} href={hrefOf('deliveries', { status: 'set_aside' })} />
        <Count name="Refunds without an answer" count={overview.unknownRefunds} href={null} />
      </dl>
      {late.map(([key, what, href]) => <p key={key} className="notice notice-alert">{what} waits for {minutes(overview[key])}. <a href={href}>Look</a></p>)}
      {nothing && <p className="card">Nothing waits for you.</p>}
      {waiting.map((list) => <WaitingList key={list.title} {...list} />)}
    </>
  );
}

/** @param {number} seconds */
const minutes = (seconds) => (seconds < 5400 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`);

/** @param {{name: string, count: number, href: string | null}} props */
function Count({ name, count, href }) {
  return (
    <div data-waits={count > 0 || undefined}>
      <dt>{name}</dt>
      <dd>{count > 0 && href ? <a href={href}>{count}<span className="unseen"> {name}, show them</span></a> : count}</dd>
    </div>
  );
}

/** @param {Waiting} props */
function WaitingList({ title, headings, rows }) {
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      <div className="table-card" tabIndex={0} role="region" aria-label={`Table: ${title}`}>
        <table>
          <thead><tr><th scope="col">Order</th>{headings.map((heading) => <th key={heading} scope="col" className={heading === 'Amount' || heading === 'Total' ? 'figure' : undefined}>{heading}</th>)}</tr></thead>
          <tbody>
            {rows.map(({ key, order, cells }) => (
              <tr key={key}>
                <th scope="row"><a className="number" href={orderHref(order.id)}>{order.number}</a></th>
                {cells.map((cell, index) => <td key={headings[index]} className={index === cells.length - 1 ? 'figure' : undefined}>{cell}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
