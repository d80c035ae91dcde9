/** Follows Back, Forward and pages restored from the browser's cache: reads the order of the URL from the server. */

import { useEffect } from 'react';

import { t } from '../texts.js';
import { orderInUrl } from './pageUrl.js';

/**
 * @param {{current: import('./checkoutState.js').CheckoutState}} latest
 * @param {{edit: (notice?: import('./checkoutState.js').Notice | null) => void, resume: (orderId: string) => void}} moves
 */
export function useBrowserHistory(latest, { edit, resume }) {
  useEffect(() => {
    function onPopState() {
      const state = latest.current;
      const orderId = orderInUrl();
      // Going back on a payment that is under way would offer to pay again.
      if (state.stage === 'settling') resume(state.orderId);
      else if (orderId) resume(orderId);
      else if (state.stage === 'done') edit({ tone: 'info', text: t('payment.alreadyPaid', { number: state.order.orderNumber }) });
      else if (state.stage === 'payment' || state.stage === 'opening' || state.stage === 'waiting') edit();
    }
    function onPageShow(/** @type {PageTransitionEvent} */ event) {
      const orderId = orderInUrl();
      if (event.persisted && orderId) resume(orderId);
    }
    window.addEventListener('popstate', onPopState);
    window.addEventListener('pageshow', onPageShow);
    return () => {
      window.removeEventListener('popstate', onPopState);
      window.removeEventListener('pageshow', onPageShow);
    };
  }, [latest, edit, resume]);
}
