/** The cart and its price beside every step; on a narrow screen the items are collapsed and the total stays visible. */

import { useState } from 'react';

import { useMoney } from '../MoneyContext.jsx';
import { CartItems } from './CartItems.jsx';
import { CurrencyChoice } from './CurrencyChoice.jsx';
import { PricingBreakdown } from './PricingBreakdown.jsx';

/**
 * @typedef {{lines: import('../types').OrderLine[], breakdown: import('../types').Breakdown, currency: string, estimated: boolean}} Priced
 * @param {{priced: Priced | null, busy: boolean, products: import('../types').Product[], currencies: string[],
 *   cart: import('../types').CartItem[], onQuantity: (sku: string, quantity: number) => void, onCurrency: (currency: string) => void,
 *   children?: import('react').ReactNode}} props
 */
export function OrderSummary({ priced, busy, products, currencies, cart, onQuantity, onCurrency, children }) {
  const money = useMoney();
  const [open, setOpen] = useState(false);
  return (
    <section className="card summary" aria-labelledby="summary-heading" data-open={open}>
      <div className="summary-head">
        <h2 id="summary-heading">Order summary</h2>
        {priced && <span className="summary-total">{money(priced.breakdown.total, priced.currency)}</span>}
      </div>
      {priced && (
        <button type="button" className="link summary-toggle" aria-expanded={open} aria-controls="summary-body" onClick={() => setOpen(!open)}>
          {open ? 'Hide what you are buying' : 'Show what you are buying'}
        </button>
      )}
      <div id="summary-body" className="summary-body">
        {priced ? (
          <>
            <CartItems lines={priced.lines} currency={priced.currency} products={products} cart={cart} onQuantity={onQuantity} />
            {currencies.length > 1 && <CurrencyChoice currencies={currencies} chosen={priced.currency} onChoose={onCurrency} />}
            <PricingBreakdown breakdown={priced.breakdown} currency={priced.currency} estimated={priced.estimated} busy={busy} />
          </>
        ) : busy && <p role="status" className="hint">Working out the price…</p>}
        {children}
      </div>
    </section>
  );
}
