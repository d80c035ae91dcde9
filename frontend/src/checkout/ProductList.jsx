/** The products, for visitors who come without a cart. */

import { useMoney } from '../MoneyContext.jsx';
import { t } from '../texts.js';
import { ProductImage } from './CartItems.jsx';

/**
 * @param {{products: import('../types').Product[], currency: string, cart: import('../types').Cart,
 *   onQuantity: (sku: string, quantity: number) => void, onCheckout: () => void}} props
 */
export function ProductList({ products, currency, cart, onQuantity, onCheckout }) {
  const money = useMoney();
  const count = cart.items.reduce((sum, { quantity }) => sum + quantity, 0);
  if (products.length === 0) return <p className="card">{t('catalog.empty')}</p>;
  return (
    <section className="products" aria-labelledby="products-heading">
      <h2 id="products-heading" tabIndex={-1}>{t('catalog.title')}</h2>
      <ul>
        {products.map(({ sku, name, description, imageUrl, prices, maxQuantity }) => {
          const taken = cart.items.find((item) => item.sku === sku)?.quantity ?? 0;
          const [shown, price] = currency in prices ? [currency, prices[currency]] : Object.entries(prices)[0];
          return (
            <li key={sku} className="card product">
              <ProductImage name={name} url={imageUrl ?? null} />
              <div className="item-what">
                <h3>{name}</h3>
                {description && <p className="hint">{description}</p>}
              </div>
              <span className="item-total">{money(price, shown)}</span>
              <button type="button" className="button" disabled={maxQuantity != null && taken >= maxQuantity}
                onClick={() => onQuantity(sku, taken + 1)}>
                {taken ? t('catalog.addAnother', { count: taken }) : t('catalog.add')}<span className="unseen"> {name}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <button type="button" className="button button-primary button-wide" disabled={count === 0} onClick={onCheckout}>
        {count === 0 ? t('catalog.cartEmpty') : t('catalog.checkOut', { count })}
      </button>
    </section>
  );
}
