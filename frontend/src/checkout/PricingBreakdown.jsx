/** Subtotal, discounts, shipping, tax and total, as the server priced them. */

import { useMoney } from '../MoneyContext.jsx';
import { t } from '../texts.js';

/**
 * @param {{breakdown: import('../types').Breakdown, discounts?: import('../types').Discount[], currency: string, estimated: boolean, busy?: boolean}} props
 */
export function PricingBreakdown({ breakdown, discounts = [], currency, estimated, busy = false }) {
  const money = useMoney();
  const { subtotal, shipping, shippingName, tax, taxIncluded, total } = breakdown;
  const taxRow = <div className={taxIncluded ? 'hint' : undefined}><dt>{t(taxIncluded ? 'summary.taxIncluded' : 'summary.tax')}</dt><dd>{money(tax, currency)}</dd></div>;
  return (
    <dl className="breakdown" aria-busy={busy}>
      <div><dt>{t('summary.subtotal')}</dt><dd>{money(subtotal, currency)}</dd></div>
      {discounts.map(({ name, amount }, index) => <div key={index}><dt>{name}</dt><dd>{money(-amount, currency)}</dd></div>)}
      <div><dt>{shippingName ?? t('summary.shipping')}</dt><dd>{shipping === 0 ? t('summary.free') : money(shipping, currency)}</dd></div>
      {!taxIncluded && taxRow}
      <div className="breakdown-total"><dt>{t(estimated ? 'summary.estimatedTotal' : 'summary.total')}</dt><dd>{money(total, currency)}</dd></div>
      {taxIncluded && taxRow}
      {estimated && <div><dt className="hint">{t('summary.estimated')}</dt><dd aria-hidden="true" /></div>}
    </dl>
  );
}
