/** The lines of the cart or order. Quantities can be changed where `onQuantity` is given. */

import { useMoney } from '../MoneyContext.jsx';

/**
 * @param {{lines: import('../types').OrderLine[], currency: string, products: import('../types').Product[],
 *   cart?: import('../types').CartItem[], onQuantity?: (sku: string, quantity: number) => void}} props
 *   `cart` is ahead of `lines` while the server works out the new price
 */
export function CartItems({ lines, currency, products, cart, onQuantity }) {
  const money = useMoney();
  return (
    <ul className="items">
      {lines.map(({ sku, name, unitPrice, quantity: priced, total }) => {
        const quantity = cart ? cart.find((item) => item.sku === sku)?.quantity ?? 0 : priced;
        if (quantity === 0) return null;
        const product = products.find((candidate) => candidate.sku === sku);
        const most = product?.maxQuantity ?? Infinity;
        return (
          <li key={sku}>
            <ProductImage name={name} url={product?.imageUrl ?? null} />
            <div className="item-what">
              <span className="item-name">{name}</span>
              {quantity > 1 && <span className="hint">{money(unitPrice, currency)} each</span>}
              {onQuantity ? (
                <span className="stepper">
                  <button type="button" onClick={() => onQuantity(sku, quantity - 1)} aria-label={quantity === 1 ? `Remove ${name}` : `One ${name} fewer`}>−</button>
                  <span aria-label={`Quantity of ${name}`} role="img">{quantity}</span>
                  <button type="button" onClick={() => onQuantity(sku, quantity + 1)} disabled={quantity >= most} aria-label={`One ${name} more`}>+</button>
                </span>
              ) : <span className="hint">Quantity {quantity}</span>}
            </div>
            <span className="item-total">{money(total, currency)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** A product's image, or its initial where it has none. @param {{name: string, url: string | null}} props */
export function ProductImage({ name, url }) {
  if (url) return <img className="picture" src={url} alt="" width="56" height="56" loading="lazy" />;
  return <span className="picture" aria-hidden="true">{name.charAt(0)}</span>;
}
