/** Requests the server's price for the cart at each change; an answer to an older request is dropped. */

import { useEffect, useRef, useState } from 'react';

import { pause } from '../api/retries.js';
import { asProblem } from '../api/problem.js';
import { quoteCart } from './stripePaymentService.js';

/** One request for a burst of clicks or keys, in milliseconds; the first is sent at once. */
const SETTLING_MS = 250;

/**
 * @param {import('../types').Cart} cart
 * @param {{country: string, state?: string} | null} address as far as it is known; null before a country is chosen
 * @param {boolean} wanted
 */
export function useQuote(cart, address, wanted) {
  const [quote, setQuote] = useState(/** @type {import('../types').Quote | null} */ (null));
  const [problem, setProblem] = useState(/** @type {import('../api/problem.js').Problem | null} */ (null));
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const first = useRef(true);
  const question = JSON.stringify([cart.items, cart.currency, address]);

  useEffect(() => {
    const [items, currency, shippingAddress] = JSON.parse(question);
    setProblem(null);
    if (!wanted || items.length === 0) {
      // The request under way was dropped with the last render and will not reset this.
      setBusy(false);
      return setQuote(null);
    }
    const { signal, abort } = abortable();
    setBusy(true);
    ask().then(setQuote, setProblemUnlessAborted).finally(() => signal.aborted || setBusy(false));
    return abort;

    async function ask() {
      if (!first.current) await pause(SETTLING_MS, signal);
      first.current = false;
      try {
        return await quoteCart({ items, currency, shippingAddress }, signal);
      } catch (error) {
        // An address that the server will not price is a matter for the form; the cart still has an estimate.
        const refused = asProblem(error);
        const onlyTheAddress = refused.status === 422 && Object.keys(refused.fields).every((field) => field.startsWith('shippingAddress'));
        if (!shippingAddress || !onlyTheAddress) throw error;
        return quoteCart({ items, currency }, signal);
      }
    }

    function setProblemUnlessAborted(/** @type {unknown} */ error) {
      if (!signal.aborted) setProblem(asProblem(error));
    }
  }, [question, wanted, attempt]);

  return { quote, problem, busy, retry: () => setAttempt((count) => count + 1) };
}

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new DOMException('Superseded', 'AbortError')) };
}
