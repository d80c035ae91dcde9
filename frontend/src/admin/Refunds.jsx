/** The refunds and disputes of an order. */

import { useMoney } from '../MoneyContext.jsx';
import { Badge } from './Badge.jsx';
import { DateTime } from './DateTime.jsx';

/** @param {{payment: import('../types').Order['payment'], currency: string}} props */
export function Refunds({ payment, currency }) {
  const money = useMoney();
  return (
    <section className="card" aria-labelledby="refunds-heading">
      <h2 id="refunds-heading">Refunds and disputes</h2>
      <div className="table-card" tabIndex={0} role="region" aria-label="Table of refunds and disputes">
        <table>
          <thead><tr><th scope="col">What</th><th scope="col">When</th><th scope="col">Status</th><th scope="col">Reason</th><th scope="col" className="figure">Amount</th></tr></thead>
          <tbody>
            {payment.refunds.map((refund) => (
              <tr key={refund.id}>
                <th scope="row">Refund <span className="number">{refund.id}</span></th>
                <td><DateTime at={refund.createdAt} /></td>
                <td><Badge>{refund.status}</Badge></td>
                <td>{[refund.reason?.replaceAll('_', ' '), refund.failureReason?.replaceAll('_', ' ')].filter(Boolean).join('; ') || '–'}</td>
                <td className="figure">{money(refund.amount, currency)}</td>
              </tr>
            ))}
            {payment.disputes.map((dispute) => (
              <tr key={dispute.id}>
                <th scope="row">Dispute <span className="number">{dispute.id}</span></th>
                <td>–</td>
                <td><Badge>{dispute.status}</Badge></td>
                <td>{dispute.reason?.replaceAll('_', ' ') ?? '–'}</td>
                <td className="figure">{money(dispute.amount, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
