/** The cart holds SKUs and quantities; prices come from the server alone. */

/** @typedef {import('../types').Cart} Cart */
/** @typedef {import('../types').CartItem} CartItem */

import { ofTab } from '../api/storage.js';

const STORAGE_KEY = 'till.cart';
/** The API merges repeated SKUs and takes at most this many entries. */
const MOST_ENTRIES = 50;

/** @type {Cart} */
export const EMPTY_CART = { items: [], currency: null, source: 'catalog' };

/**
 * `cart=MUG:2,TEE` with SKUs percent-encoded; a missing quantity is one, malformed entries are left out.
 * @param {string} text @returns {CartItem[]}
 */
export function parseCart(text) {
  /** @type {Map<string, number>} */
  const quantities = new Map();
  for (const entry of text.split(',')) {
    const [sku, quantity = '1'] = entry.split(':').map((part) => decoded(part.trim()));
    const count = Number(quantity);
    if (sku && Number.isInteger(count) && count > 0) quantities.set(sku, (quantities.get(sku) || 0) + count);
  }
  return [...quantities].slice(0, MOST_ENTRIES).map(([sku, quantity]) => ({ sku, quantity }));
}

/** Malformed escapes are taken as they are. @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {Cart} cart @param {string} sku @param {number} quantity zero takes it out @returns {Cart} */
export function withQuantity(cart, sku, quantity) {
  const known = cart.items.some((item) => item.sku === sku);
  const items = known
    ? cart.items.map((item) => (item.sku === sku ? { sku, quantity } : item))
    : [...cart.items, { sku, quantity }];
  return { ...cart, items: items.filter((item) => item.quantity > 0) };
}

/**
 * Returns the currencies in which every item of the cart is sold, in the shop's order.
 * @param {CartItem[]} items @param {import('../types').Product[]} products @param {{code: string}[]} currencies
 */
export function commonCurrencies(items, products, currencies) {
  const prices = items.map(({ sku }) => products.find((product) => product.sku === sku)?.prices ?? {});
  return currencies.map(({ code }) => code).filter((code) => prices.every((price) => code in price));
}

/** @param {CartItem[]} some @param {CartItem[]} others in any order */
export function sameItems(some, others) {
  return some.length === others.length && some.every(({ sku, quantity }) => others.some((item) => item.sku === sku && item.quantity === quantity));
}

/**
 * The entries that the server refuses, from the fields of its problem: `items[0].sku`, `items[2].quantity`.
 * @param {CartItem[]} items @param {Record<string, string>} fields @returns {Map<string, 'sku' | 'quantity'>} by SKU
 */
export function refusedItems(items, fields) {
  /** @type {Map<string, 'sku' | 'quantity'>} */
  const refused = new Map();
  for (const path of Object.keys(fields)) {
    const match = /^items\[(\d+)\]\.(sku|quantity)$/.exec(path);
    const item = match && items[Number(match[1])];
    if (item) refused.set(item.sku, /** @type {'sku' | 'quantity'} */ (match[2]));
  }
  return refused;
}

/**
 * The entries that the list of products shows to be unorderable, so that the page says so before the server does.
 * @param {CartItem[]} items @param {import('../types').Product[]} products @param {string} currency
 * @returns {Map<string, 'sku' | 'quantity'>} by SKU
 */
export function unorderable(items, products, currency) {
  /** @type {Map<string, 'sku' | 'quantity'>} */
  const refused = new Map();
  for (const { sku, quantity } of items) {
    const product = products.find((candidate) => candidate.sku === sku);
    if (!product || !(currency in product.prices)) refused.set(sku, 'sku');
    else if (quantity > product.maxQuantity) refused.set(sku, 'quantity');
  }
  return refused;
}

/** Removes the cart, when another person signs in. */
export function forgetCart() {
  ofTab.remove(STORAGE_KEY);
}

/** @param {Cart} cart */
export function saveCart(cart) {
  ofTab.set(STORAGE_KEY, JSON.stringify(cart));
}

/** @returns {Cart} */
export function loadCart() {
  try {
    const kept = JSON.parse(ofTab.get(STORAGE_KEY) || 'null');
    if (!kept || !Array.isArray(kept.items)) return EMPTY_CART;
    const items = kept.items.filter((/** @type {CartItem} */ item) => typeof item?.sku === 'string' && Number.isInteger(item.quantity) && item.quantity > 0);
    return { items, currency: kept.currency ?? null, source: kept.source === 'catalog' ? 'catalog' : 'shop' };
  } catch {
    return EMPTY_CART;
  }
}
