/** The refunds and disputes of an order. */

import { useMoney } from '../MoneyContext.jsx';
import { Badge } from './Badge.jsx';
import { DateTime } from './DateTime.jsx';
import { disputeUrl } from './stripeDashboard.js';

/** @param {{payment: import('../types').Order['payment'], currency: string, config: import('../types').ShopConfig}} props */
export function Refunds({ payment, currency, config }) {
  const money = useMoney();
  return (
    <section className="card" aria-labelledby="refunds-heading">
      <h2 id="refunds-heading">Refunds and disputes</h2>
      <div className="table-card" tabIndex={0} role="region" aria-label="Table of refunds and disputes">
        <table>
          <thead><tr><th scope="col">What</th><th scope="col">When</th><th scope="col">Status</th><th scope="col">Why and by whom</th><th scope="col" className="figure">Amount</th></tr></thead>
          <tbody>
            {payment.refunds.map((refund) => (
              <tr key={refund.id}>
                <th scope="row">Refund <span className="number">{refund.id}</span></th>
                <td><DateTime at={refund.createdAt} /></td>
                <td><Badge>{refund.status}</Badge></td>
                <td>
                  {[refund.reason, refund.failureReason && `failed: ${refund.failureReason}`, refund.pendingReason && `waits: ${refund.pendingReason}`].filter(Boolean).join('; ').replaceAll('_', ' ') || '–'}
                  {refund.note && <><br />{refund.note}</>}
                  <br /><span className="hint">{refund.requestedBy ?? (refund.source === 'stripe' ? 'made at Stripe' : '')}{refund.reference && `; the bank finds it by ${refund.reference}`}</span>
                </td>
                <td className="figure">{money(refund.amount, currency)}</td>
              </tr>
            ))}
            {payment.disputes.map((dispute) => (
              <tr key={dispute.id}>
                <th scope="row">Dispute <a className="number" href={disputeUrl(config, dispute.id)} target="_blank" rel="noreferrer">{dispute.id}<span className="unseen">, in Stripe&apos;s dashboard, in a new tab</span></a></th>
                <td>{dispute.openedAt ? <DateTime at={dispute.openedAt} /> : '–'}</td>
                <td><Badge>{dispute.status}</Badge></td>
                <td>{dispute.reason?.replaceAll('_', ' ') ?? '–'}{dispute.dueBy && <><br /><span className="hint">answer by <DateTime at={dispute.dueBy} /></span></>}</td>
                <td className="figure">{money(dispute.amount, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
