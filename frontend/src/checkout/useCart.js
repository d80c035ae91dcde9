/** The cart and the draft, kept for the tab at each change, so that a reload loses nothing that was typed or picked. */

import { useCallback, useRef, useState } from 'react';

import { EMPTY_CART, keepCart, keptCart, withQuantity } from './cart.js';
import { keepDraft, keptDraft } from './draft.js';

/** @typedef {import('../types').Cart} Cart */
/** @typedef {import('../types').Draft} Draft */

/** @param {{items: import('../types').CartItem[] | null, currency: string | null}} handedOver by the shop, in the address */
export function useCart(handedOver) {
  const [cart, setCart] = useState(() => {
    const { items, currency } = handedOver;
    const kept = keptCart();
    /** @type {Cart} */
    const start = items ? { items, currency, source: 'shop' } : { ...kept, currency: currency ?? kept.currency };
    keepCart(start);
    return start;
  });

  /** For those who come back from a call: the cart as it is then. */
  const latestCart = useRef(cart);

  const change = useCallback((/** @type {Cart} */ next) => {
    keepCart(next);
    latestCart.current = next;
    setCart(next);
    return next;
  }, []);

  return {
    cart,
    latestCart,
    change,
    setQuantity: (/** @type {string} */ sku, /** @type {number} */ quantity) => change(withQuantity(latestCart.current, sku, quantity)),
    empty: useCallback(() => change(EMPTY_CART), [change]),
  };
}

/** @param {Partial<Draft>} assumed what the token says of its bearer, where nothing was typed yet */
export function useDraft(assumed) {
  const [draft, setDraft] = useState(() => {
    const kept = keptDraft();
    const filled = Object.fromEntries(Object.entries(assumed).filter(([field]) => !kept[/** @type {keyof Draft} */ (field)]));
    return { ...kept, ...filled };
  });

  const changeDraft = useCallback((/** @type {Partial<Draft>} */ change) => {
    setDraft((before) => {
      const next = { ...before, ...change };
      keepDraft(next);
      return next;
    });
  }, []);

  return { draft, changeDraft };
}
