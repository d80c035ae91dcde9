/** Moves focus to the heading of the step that was reached, so that keyboard and screen reader follow the page. */

import { useEffect, useRef } from 'react';

/** @type {Record<string, string>} */
const HEADINGS = { details: 'details-heading', contact: 'details-heading', payment: 'payment-heading', catalog: 'products-heading' };

/** @param {string} stage */
export function useFocusOnStep(stage) {
  const before = useRef(stage);
  useEffect(() => {
    const arrived = before.current !== stage && before.current !== 'starting';
    before.current = stage;
    if (!arrived || document.querySelector('[aria-invalid]')) return;
    const heading = document.getElementById(HEADINGS[stage]);
    heading?.focus({ preventScroll: true });
    // The heading, and the step indicator above it, are what the shopper sees first.
    if (heading) window.scrollTo(0, 0);
  }, [stage]);
}
