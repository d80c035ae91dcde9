/** The cart and its price beside every step; on a narrow screen the items are collapsed and the total stays visible. */

import { useState } from 'react';

import { useMoney } from '../MoneyContext.jsx';
import { t } from '../texts.js';
import { CartItems } from './CartItems.jsx';
import { CurrencyChoice } from './CurrencyChoice.jsx';
import { PricingBreakdown } from './PricingBreakdown.jsx';

/**
 * @typedef {{lines: import('./CartItems.jsx').Line[], breakdown: import('../types').Breakdown | null, discounts?: import('../types').Discount[],
 *   currency: string, estimated: boolean}} Priced `breakdown` is null before there is a quote
 * @param {{priced: Priced, busy: boolean, products: import('../types').Product[], currencies: string[],
 *   cart?: import('../types').CartItem[], refused: Map<string, 'sku' | 'quantity'>, cardTyped: boolean,
 *   onQuantity?: (sku: string, quantity: number) => void, onCurrency?: (currency: string) => void, children?: import('react').ReactNode}} props
 */
export function OrderSummary({ priced, busy, products, currencies, cart, refused, cardTyped, onQuantity, onCurrency, children }) {
  const money = useMoney();
  const [opened, setOpened] = useState(false);
  const open = opened || refused.size > 0;
  const { breakdown, currency } = priced;
  return (
    <section className="card summary" aria-labelledby="summary-heading" data-open={open}>
      <div className="summary-head">
        <h2 id="summary-heading">{t('summary.title')}</h2>
        <span className="summary-total">{breakdown ? money(breakdown.total, currency) : '…'}</span>
      </div>
      <button type="button" className="link summary-toggle" aria-expanded={open} aria-controls="summary-body" onClick={() => setOpened(!open)}>
        {t(open ? 'summary.hide' : 'summary.show')}
      </button>
      <div id="summary-body" className="summary-body">
        {cardTyped && onQuantity && <p className="hint" role="note">{t('summary.cardLost')}</p>}
        <CartItems lines={priced.lines} currency={currency} products={products} cart={cart} refused={refused} onQuantity={onQuantity} />
        {onCurrency && currencies.length > 1 && <CurrencyChoice currencies={currencies} chosen={currency} onChoose={onCurrency} />}
        {breakdown
          ? <PricingBreakdown breakdown={breakdown} discounts={priced.discounts} currency={currency} estimated={priced.estimated} busy={busy} />
          // The line stays when there is no price after all, so that nothing below it moves.
          : <p role="status" className="hint">{busy ? t('summary.pricing') : '\u00a0'}</p>}
        {children}
      </div>
    </section>
  );
}
