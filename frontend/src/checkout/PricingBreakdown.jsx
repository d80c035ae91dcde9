/** Subtotal, shipping, tax and total, as the server priced them. */

import { useMoney } from '../MoneyContext.jsx';

/** @param {{breakdown: import('../types').Breakdown, currency: string, estimated: boolean, busy?: boolean}} props */
export function PricingBreakdown({ breakdown, currency, estimated, busy = false }) {
  const money = useMoney();
  return (
    <dl className="breakdown" aria-busy={busy}>
      <div><dt>Subtotal</dt><dd>{money(breakdown.subtotal, currency)}</dd></div>
      <div><dt>Shipping</dt><dd>{breakdown.shipping === 0 ? 'Free' : money(breakdown.shipping, currency)}</dd></div>
      <div><dt>Tax</dt><dd>{money(breakdown.tax, currency)}</dd></div>
      <div className="breakdown-total"><dt>{estimated ? 'Estimated total' : 'Total'}</dt><dd>{money(breakdown.total, currency)}</dd></div>
      {estimated && <div><dt className="hint">Shipping and tax are final once your address is known.</dt><dd aria-hidden="true" /></div>}
    </dl>
  );
}
