/** Notifies the other tabs of this page of a paid order, where the browser can. */

const CHANNEL = 'till.orders';

/** @typedef {{paid: string, items: import('../types').CartItem[]}} PaidMessage */

/** @param {import('../types').Order} order */
export function notifyOtherTabs({ id, items }) {
  if (!('BroadcastChannel' in globalThis)) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ paid: id, items: items.map(({ sku, quantity }) => ({ sku, quantity })) });
  channel.close();
}

/** @param {(message: PaidMessage) => void} listener @returns {() => void} stops listening */
export function onPaidElsewhere(listener) {
  if (!('BroadcastChannel' in globalThis)) return () => {};
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => listener(data);
  return () => channel.close();
}
