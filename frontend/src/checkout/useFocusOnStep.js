/** Moves focus to the heading of the step that was reached, so that keyboard and screen reader follow the page. */

import { useEffect, useRef } from 'react';

/** @type {Record<string, string>} */
const HEADINGS = { details: 'details-heading', payment: 'payment-heading' };

/** @param {string} stage */
export function useFocusOnStep(stage) {
  const before = useRef(stage);
  useEffect(() => {
    const arrived = before.current !== stage && before.current !== 'starting';
    before.current = stage;
    if (arrived && !document.querySelector('[aria-invalid]')) document.getElementById(HEADINGS[stage])?.focus();
  }, [stage]);
}
