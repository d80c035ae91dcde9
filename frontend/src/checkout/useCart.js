/** The cart and the draft, stored for the tab at each change, so that a reload loses nothing. */

import { useCallback, useRef, useState } from 'react';

import { EMPTY_CART, saveCart, loadCart, withQuantity } from './cart.js';
import { saveDraft, loadDraft } from './draft.js';

/** @typedef {import('../types').Cart} Cart */
/** @typedef {import('../types').Draft} Draft */

/** @param {{items: import('../types').CartItem[] | null, currency: string | null}} handedOver by the shop, in the address */
export function useCart(handedOver) {
  const [cart, setCart] = useState(() => {
    const { items, currency } = handedOver;
    const kept = loadCart();
    /** @type {Cart} */
    const start = items ? { items, currency, source: 'shop' } : { ...kept, currency: currency ?? kept.currency };
    saveCart(start);
    return start;
  });

  /** The current cart for callbacks that run after a request. */
  const latestCart = useRef(cart);

  const change = useCallback((/** @type {Cart} */ next) => {
    saveCart(next);
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

/** @param {Partial<Draft>} assumed claims of the token, used where nothing was typed yet */
export function useDraft(assumed) {
  const [draft, setDraft] = useState(() => {
    const kept = loadDraft();
    const filled = Object.fromEntries(Object.entries(assumed).filter(([field]) => !kept[/** @type {keyof Draft} */ (field)]));
    return { ...kept, ...filled };
  });

  /** The current draft for callbacks that run after a request. */
  const latestDraft = useRef(draft);

  const changeDraft = useCallback((/** @type {Partial<Draft>} */ change) => {
    const next = { ...latestDraft.current, ...change };
    latestDraft.current = next;
    saveDraft(next);
    setDraft(next);
  }, []);

  return { draft, latestDraft, changeDraft };
}
