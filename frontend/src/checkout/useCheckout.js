/**
 * Opens, resumes and confirms one checkout. Every transition asks the server, so that a reload, the Back button, a
 * second tab or a lost answer always leads to the server's state.
 */

import { useCallback, useEffect, useRef, useState } from 'react';

import { pause } from '../api/retries.js';
import { asProblem, Problem } from '../api/problem.js';
import { tokenClaims } from '../api/token.js';
import { pushOrderUrl, replaceOrderUrl } from './pageUrl.js';
import { claim, fingerprint, forget, forgetOrder, remember } from './attempts.js';
import { checkoutOf, details, isPaid, payment, STARTING } from './checkoutState.js';
import { faultsFromServer } from './draft.js';
import { loadStripeJs } from './loadStripeJs.js';
import { outcomeOf, outcomeOfResult } from './paymentOutcome.js';
import { createPaymentIntent, processOrder, showIntent, showOrder } from './stripePaymentService.js';

/** @typedef {import('./checkoutState.js').CheckoutState} CheckoutState */
/** @typedef {import('./checkoutState.js').Notice} Notice */
/** @typedef {import('../types').Order} Order */
/** @typedef {{orderId: string, orderNumber: string | null, paymentIntentId: string}} Paid */

/** About 40 s in milliseconds: the webhook or the worker confirms within that time; after it the page refers to the mail. */
const CONFIRMATION_WAITS = [500, 1000, 2000, 4000, 8000, 12_000, 12_000];
/** A delayed method takes days; the page polls for some minutes, then refers to the mail. */
const PROCESSING_WAITS = [1500, 2500, 4000, 8000, 15_000, ...Array(10).fill(30_000)];

const EXPIRED = 'That payment has expired or was canceled, and nothing was charged. Check your details to start again.';
const NOT_FOUND = 'That order could not be found under your account. You can start a new one here.';

/**
 * @param {{onOpened: (order: Order) => void, onPaid: (order: Order) => void, isMine: (items: import('../types').CartItem[]) => boolean}} callbacks
 *   stable ones. `isMine` returns whether items paid for in another tab are this tab's cart
 */
export function useCheckout({ onOpened, onPaid, isMine }) {
  const [state, setState] = useState(STARTING);
  const latest = useRef(/** @type {CheckoutState} */ (STARTING));
  /** Counts the flows, so that an older one that resumes late cannot overrule a newer one. */
  const flow = useRef(0);
  /** The request being sent, so that a second press in the same task sends nothing more. */
  const opening = useRef('');

  const show = useCallback((/** @type {CheckoutState} */ next) => {
    latest.current = next;
    setState(next);
  }, []);

  const begin = useCallback(() => {
    const mine = ++flow.current;
    return () => flow.current === mine;
  }, []);

  useEffect(() => () => { flow.current += 1; }, []);

  const finish = useCallback((/** @type {Order} */ order) => {
    replaceOrderUrl(order.id);
    forgetOrder(order.id);
    onPaid(order);
    if (checkoutOf(latest.current) || latest.current.stage === 'settling') notifyOtherTabs(order);
    show({ stage: 'done', order });
  }, [onPaid, show]);

  const resume = useCallback(/** @type {(orderId: string, notice?: Notice | null) => Promise<void>} */ (async (orderId, notice = null) => {
    const current = begin();
    if (latest.current.stage !== 'payment') show(STARTING);
    try {
      const order = await showOrder(orderId);
      if (!current()) return;
      if (isPaid(order)) return finish(order);
      const paymentIntentId = order.payment.paymentIntentId;
      if (order.status === 'canceled' || !paymentIntentId) return leave(order);
      const intent = await showIntent(paymentIntentId);
      if (!current()) return;
      const kind = outcomeOf(intent.status);
      if (kind === 'canceled') return leave(order);
      if (kind === 'paid' || kind === 'processing') return settle({ orderId: order.id, orderNumber: order.orderNumber, paymentIntentId });
      if (!intent.clientSecret) throw new Problem(500, { detail: 'This payment cannot be continued here.' });
      const failure = intent.lastError && kind === 'declined' ? /** @type {Notice} */ ({ tone: 'alert', text: intent.lastError.message }) : null;
      replaceOrderUrl(order.id);
      onOpened(order);
      show(payment({ order, clientSecret: intent.clientSecret, paymentIntentId, bankUrl: intent.nextAction?.redirectUrl ?? null }, notice ?? failure, kind === 'action'));
    } catch (error) {
      if (!current()) return;
      const problem = asProblem(error);
      if (problem.status === 401) return show({ stage: 'signedOut' });
      if (problem.status !== 404) return show({ stage: 'fatal', problem, orderId });
      replaceOrderUrl(null);
      show(details(null, { tone: 'alert', text: NOT_FOUND }));
    }

    function leave(/** @type {Order} */ order) {
      forgetOrder(order.id);
      replaceOrderUrl(null);
      show(details(null, { tone: 'alert', text: EXPIRED }));
    }
  }), [begin, finish, onOpened, show]);

  const settle = useCallback(/** @type {(known: Paid) => Promise<void>} */ (async (known) => {
    const current = begin();
    replaceOrderUrl(known.orderId);
    show({ stage: 'settling', kind: 'confirming', ...known });
    for (const wait of CONFIRMATION_WAITS) {
      try {
        const order = await processOrder(known.paymentIntentId);
        return current() ? finish(order) : undefined;
      } catch (error) {
        if (!current()) return;
        const problem = asProblem(error);
        const kind = problem.code === 'payment_not_succeeded' ? outcomeOf(problem.paymentStatus ?? '') : null;
        if (kind === 'processing') return watch();
        if (kind && kind !== 'paid' && kind !== 'unknown') return resume(known.orderId);
        if (!kind && !problem.passing && problem.status !== 429) break;
      }
      await pause(wait);
      if (!current()) return;
    }
    show({ stage: 'settling', kind: 'stuck', ...known });

    /** @returns {Promise<void>} */
    async function watch() {
      show({ stage: 'settling', kind: 'processing', ...known });
      for (const wait of PROCESSING_WAITS) {
        await pause(wait);
        if (!current()) return;
        const order = await showOrder(known.orderId).catch(() => null);
        if (!current()) return;
        if (order && isPaid(order)) return finish(order);
        if (order && order.payment.status !== 'processing') return resume(known.orderId);
      }
    }
  }), [begin, finish, resume, show]);

  /** Requests a PaymentIntent for this cart and address; the same request is the same order. `delay` (ms) merges a burst of changes. */
  const open = useCallback(async (/** @type {import('../types').CreateIntent} */ body, delay = 0) => {
    const asked = JSON.stringify(body);
    if (latest.current.stage === 'opening' && opening.current === asked) return;
    opening.current = asked;
    const before = checkoutOf(latest.current);
    const current = begin();
    show({ stage: 'opening', checkout: before });
    if (delay) await pause(delay);
    if (!current()) return;
    const print = await fingerprint(body, (await tokenClaims()).sub ?? '');
    try {
      const attempt = claim(print, before?.order.id ?? null);
      if (before && attempt.orderId === before.order.id) return resume(before.order.id);
      const created = await createPaymentIntent({ ...body, ...(attempt.replaces && { replaces: attempt.replaces }) }, attempt.key);
      remember(print, created.orderId);
      if (attempt.replaces) forgetOrder(attempt.replaces);
      if (!current()) return;
      pushOrderUrl(created.orderId);
      if (created.replayed || !created.clientSecret) return resume(created.orderId);
      const order = await showOrder(created.orderId);
      if (!current()) return;
      onOpened(order);
      show(payment({ order, clientSecret: created.clientSecret, paymentIntentId: created.paymentIntentId, bankUrl: null }));
    } catch (error) {
      if (!current()) return;
      const problem = asProblem(error);
      if (problem.code === 'idempotency_key_reused') {
        forget(print);
        opening.current = '';
        return open(body);
      }
      if (problem.orderId && problem.code === 'checkout_already_paid') {
        forget(print);
        return resume(problem.orderId);
      }
      if (problem.status === 401) return show({ stage: 'signedOut' });
      show(details(before, { tone: 'alert', text: problem.message }, faultsFromServer(problem.fields)));
    }
  }, [begin, onOpened, resume, show]);

  const edit = useCallback((/** @type {Notice | null} */ notice = null) => {
    begin();
    show(details(checkoutOf(latest.current), notice));
  }, [begin, show]);

  /** Starts a visit: with an order in the URL, back from a bank's page, or new. */
  const start = useCallback(async (/** @type {{orderId: string | null, clientSecret: string | null, config: import('../types').ShopConfig, signedIn: boolean}} */ visit) => {
    const { orderId, clientSecret, config, signedIn } = visit;
    if (!signedIn) return show({ stage: 'signedOut' });
    if (!orderId) return show(details(null));
    const kind = clientSecret ? await outcomeAtStripe(config, clientSecret) : 'unknown';
    if (clientSecret && (kind === 'paid' || kind === 'processing')) {
      return settle({ orderId, orderNumber: null, paymentIntentId: clientSecret.split('_secret_')[0] });
    }
    return resume(orderId);
  }, [resume, settle, show]);

  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }) => {
      const { stage } = latest.current;
      const same = checkoutOf(latest.current)?.order.id === data.paid;
      if (same || (stage === 'details' && isMine(data.items))) resume(data.paid);
    };
    return () => channel.close();
  }, [resume, isMine]);

  return { state, latest, start, open, edit, resume, settle };
}

/** @param {import('../types').ShopConfig} config @param {string} clientSecret */
async function outcomeAtStripe(config, clientSecret) {
  try {
    const stripe = await loadStripeJs(config);
    return outcomeOfResult(await stripe.retrievePaymentIntent(clientSecret)).kind;
  } catch {
    return 'unknown';
  }
}

const CHANNEL = 'till.orders';

/** @param {Order} order */
function notifyOtherTabs({ id, items }) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ paid: id, items: items.map(({ sku, quantity }) => ({ sku, quantity })) });
  channel.close();
}
