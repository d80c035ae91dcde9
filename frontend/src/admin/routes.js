/** The views of the operator's page, addressed by the fragment, so that Back, reload and shared links work. */

import { useSyncExternalStore } from 'react';

/** @typedef {{route: 'orders' | 'order' | 'inbox' | 'deliveries' | 'figures', id: string}} Route */

/** @param {string} fragment @returns {Route} */
export function parseRoute(fragment) {
  const [route, id] = fragment.replace(/^#\/?/, '').split('/');
  if (route === 'orders' && id) return { route: 'order', id: decoded(id) };
  if (route === 'inbox' || route === 'deliveries' || route === 'figures') return { route, id: '' };
  return { route: 'orders', id: '' };
}

/** Malformed escapes are taken as they are, so that a damaged link leads to "not found". @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string} id */
export const orderHref = (id) => `#/orders/${encodeURIComponent(id)}`;

/** @returns {Route} */
export function useRoute() {
  return parseRoute(useSyncExternalStore(
    (changed) => {
      window.addEventListener('hashchange', changed);
      return () => window.removeEventListener('hashchange', changed);
    },
    () => window.location.hash,
  ));
}
