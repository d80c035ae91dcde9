/** The operator's places, kept in the fragment so that Back, reload and a shared link lead to the same one. */

import { useSyncExternalStore } from 'react';

/** @typedef {{place: 'orders' | 'order' | 'inbox' | 'figures', id: string}} Place */

/** @param {string} fragment @returns {Place} */
export function readPlace(fragment) {
  const [place, id] = fragment.replace(/^#\/?/, '').split('/');
  if (place === 'orders' && id) return { place: 'order', id: decodeURIComponent(id) };
  if (place === 'inbox' || place === 'figures') return { place, id: '' };
  return { place: 'orders', id: '' };
}

/** @param {string} id */
export const orderPlace = (id) => `#/orders/${encodeURIComponent(id)}`;

/** @returns {Place} */
export function usePlace() {
  return readPlace(useSyncExternalStore(
    (changed) => {
      window.addEventListener('hashchange', changed);
      return () => window.removeEventListener('hashchange', changed);
    },
    () => window.location.hash,
  ));
}
