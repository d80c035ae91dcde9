/** The lines of the cart or order. Quantities can be changed where `onQuantity` is given. */

import { useMoney } from '../MoneyContext.jsx';
import { t } from '../texts.js';

/**
 * @typedef {{sku: string, name: string, quantity: number, unitPrice: number | null, total: number | null}} Line without prices before there is a quote
 * @param {{lines: Line[], currency: string, products: import('../types').Product[],
 *   cart?: import('../types').CartItem[], refused?: Map<string, 'sku' | 'quantity'>, onQuantity?: (sku: string, quantity: number) => void}} props
 *   `cart` is ahead of `lines` while the server works out the new price; `refused` are the entries that it can't price
 */
export function CartItems({ lines, currency, products, cart, refused, onQuantity }) {
  const money = useMoney();
  return (
    <ul className="items">
      {lines.map(({ sku, name, unitPrice, quantity: priced, total }, index) => {
        const quantity = cart ? cart.find((item) => item.sku === sku)?.quantity ?? 0 : priced;
        if (quantity === 0) return null;
        const product = products.find((candidate) => candidate.sku === sku);
        const most = product?.maxQuantity ?? Infinity;
        const fault = refused?.get(sku);
        return (
          // A shop that names its own prices may name an SKU twice.
          <li key={`${sku} ${index}`} data-refused={Boolean(fault)}>
            <ProductImage name={name} url={product?.imageUrl ?? null} />
            <div className="item-what">
              <span className="item-name">{name}</span>
              {quantity > 1 && unitPrice !== null && <span className="hint">{t('cart.each', { price: money(unitPrice, currency) })}</span>}
              {onQuantity && !fault ? (
                <span className="stepper">
                  <button type="button" onClick={() => onQuantity(sku, quantity - 1)} aria-label={t(quantity === 1 ? 'cart.remove' : 'cart.fewer', { name })}>−</button>
                  <span aria-label={t('cart.quantityOf', { name })} role="img">{quantity}</span>
                  <button type="button" onClick={() => onQuantity(sku, quantity + 1)} disabled={quantity >= most} aria-label={t('cart.more', { name })}>+</button>
                </span>
              ) : <span className="hint">{t('cart.quantity', { count: quantity })}</span>}
              {fault && <Refused kind={fault} name={name} most={product ? product.maxQuantity : null} priced={!product || currency in product.prices} currency={currency}
                onQuantity={(wanted) => onQuantity?.(sku, wanted)} />}
            </div>
            {total !== null && <span className="item-total">{money(total, currency)}</span>}
          </li>
        );
      })}
    </ul>
  );
}

/**
 * Says why an entry can't be ordered and offers to change or remove it.
 * @param {{kind: 'sku' | 'quantity', name: string, most: number | null, priced: boolean, currency: string, onQuantity: (quantity: number) => void}} props
 */
function Refused({ kind, name, most, priced, currency, onQuantity }) {
  const tooMany = kind === 'quantity' && most !== null;
  const text = tooMany ? t('cart.tooMany', { count: most }) : priced ? t('cart.notSold') : t('cart.notInCurrency', { currency: currency.toUpperCase() });
  return (
    <>
      <span className="fault">{text}</span>
      <span className="item-actions">
        {tooMany && <button type="button" className="button" onClick={() => onQuantity(most)}>{t('cart.reduce', { count: most })}<span className="unseen"> {name}</span></button>}
        <button type="button" className="button" onClick={() => onQuantity(0)} aria-label={t('cart.remove', { name })}>{t('cart.removeShort')}</button>
      </span>
    </>
  );
}

/** A product's image, or its initial where it has none. @param {{name: string, url: string | null}} props */
export function ProductImage({ name, url }) {
  if (url) return <img className="picture" src={url} alt="" width="56" height="56" loading="lazy" />;
  return <span className="picture" aria-hidden="true">{name.charAt(0)}</span>;
}
