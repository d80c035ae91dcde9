/** The views of the operator's page and their filters, addressed by the fragment, so that Back, reload and shared links work. */

import { useSyncExternalStore } from 'react';

const PLACES = /** @type {const} */ (['overview', 'orders', 'inbox', 'deliveries', 'figures']);

/** @typedef {Record<string, string>} Filters filters that are not set are left out */
/** @typedef {{route: (typeof PLACES)[number] | 'order', id: string, filters: Filters}} Route */

/** @param {string} fragment @returns {Route} */
export function parseRoute(fragment) {
  const [path, query = ''] = fragment.replace(/^#\/?/, '').split('?');
  const [name, id] = path.split('/');
  const filters = Object.fromEntries(new URLSearchParams(query));
  if (name === 'orders' && id) return { route: 'order', id: decoded(id), filters: {} };
  return { route: PLACES.find((place) => place === name) ?? 'overview', id: '', filters };
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

/** @param {string} route @param {Filters} [filters] empty ones are left out */
export function hrefOf(route, filters = {}) {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== '')).toString();
  return `#/${route}${query && `?${query}`}`;
}

/** @param {string} route @param {Filters} filters */
export function goTo(route, filters) {
  window.location.hash = hrefOf(route, filters);
}

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
