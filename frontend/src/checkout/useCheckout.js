/**
 * Opens, resumes and confirms one checkout. Every transition asks the server, so that a reload, the Back button, a
 * second tab or a lost answer always leads to the server's state.
 */

import { useCallback, useEffect, useRef, useState } from 'react';

import { asProblem, Problem } from '../api/problem.js';
import { pause } from '../api/retries.js';
import { tokenClaims } from '../api/token.js';
import { t } from '../texts.js';
import { claim, fingerprint, forget, forgetOrder, remember } from './attempts.js';
import { checkoutOf, details, isPaid, isShopPriced, payment, STARTING } from './checkoutState.js';
import { pollOutcome } from './confirmation.js';
import { faultsFromServer } from './draft.js';
import { waitingOf } from './nextAction.js';
import { notifyOtherTabs, onPaidElsewhere } from './otherTabs.js';
import { pushOrderUrl, replaceOrderUrl } from './pageUrl.js';
import { failureOf, outcomeOf } from './paymentOutcome.js';
import { endConfirmation, pendingConfirmation } from './pendingConfirmation.js';
import { outcomeAtStripe } from './loadStripeJs.js';
import { createPaymentIntent, processOrder, showIntent, showOrder } from './stripePaymentService.js';

/** @typedef {import('./checkoutState.js').CheckoutState} CheckoutState */
/** @typedef {import('./checkoutState.js').Notice} Notice */
/** @typedef {import('../types').Order} Order */
/** @typedef {{orderId: string, orderNumber: string | null, paymentIntentId: string}} Paid */
/** @typedef {{total: number, currency: string} | null} Quoted what the shopper was shown */

/** About 40 s in milliseconds: the webhook or the worker confirms within that time; after it the page refers to the mail. */
const CONFIRMATION_WAITS = [500, 1000, 2000, 4000, 8000, 12_000, 12_000];
/** A delayed method takes days; the page polls for some minutes, then refers to the mail. */
const PROCESSING_WAITS = [1500, 2500, 4000, 8000, 15_000, ...Array(10).fill(30_000)];

/**
 * @param {{onOpened: (order: Order) => void, onPaid: (order: Order) => void, isMine: (items: import('../types').CartItem[]) => boolean,
 *   shopOrderBody: (order: Order) => object, priceNotice: (quoted: NonNullable<Quoted>, total: number) => string}} callbacks
 *   stable ones. `isMine` returns whether items paid for in another tab are this tab's cart; `shopOrderBody` is what is
 *   sent to pay an order that the shop priced
 */
export function useCheckout({ onOpened, onPaid, isMine, shopOrderBody, priceNotice }) {
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
    endConfirmation();
    replaceOrderUrl(order.id);
    forgetOrder(order.id);
    onPaid(order);
    if (checkoutOf(latest.current) || latest.current.stage === 'settling') notifyOtherTabs(order);
    show({ stage: 'done', order });
  }, [onPaid, show]);

  /** Waits until the order is paid or its payment is no longer in the given status. */
  const watch = useCallback(/** @type {(orderId: string, status: string, current: () => boolean, changed: (order: Order) => void) => Promise<void>} */ (async (orderId, status, current, changed) => {
    for (const wait of PROCESSING_WAITS) {
      await pause(wait);
      if (!current()) return;
      const order = await showOrder(orderId).catch(() => null);
      if (!current()) return;
      if (order && isPaid(order)) return finish(order);
      if (order && order.payment.status !== status) return changed(order);
    }
  }), [finish]);

  const resume = useCallback(/** @type {(orderId: string, notice?: Notice | null) => Promise<void>} */ (async (orderId, notice = null) => {
    const current = begin();
    if (latest.current.stage !== 'payment') show(STARTING);
    try {
      const order = await showOrder(orderId);
      if (!current()) return;
      if (isPaid(order)) return finish(order);
      const paymentIntentId = order.payment.paymentIntentId;
      if (order.status === 'canceled') return leave(order);
      if (!paymentIntentId) return isShopPriced(order) ? openShopOrder(order) : leave(order);
      let intent = await showIntent(paymentIntentId);
      if (!current()) return;
      let kind = outcomeOf(intent.status);
      const pending = pendingConfirmation(order.id);
      if (pending && kind === 'declined') {
        show({ stage: 'settling', kind: 'checking', orderId: order.id, orderNumber: order.orderNumber, paymentIntentId });
        await pollOutcome(paymentIntentId, pending);
        endConfirmation();
        intent = await showIntent(paymentIntentId);
        if (!current()) return;
        kind = outcomeOf(intent.status);
      }
      if (kind === 'canceled') return leave(order);
      if (kind === 'paid' || kind === 'processing') return settle({ orderId: order.id, orderNumber: order.orderNumber, paymentIntentId });
      if (!intent.clientSecret) throw new Problem(500, { detail: t('payment.cannotContinue') });
      const failure = intent.lastError && kind === 'declined' ? /** @type {Notice} */ ({ tone: 'alert', text: intent.lastError.message }) : null;
      replaceOrderUrl(order.id);
      onOpened(order);
      const checkout = {
        order, clientSecret: intent.clientSecret, paymentIntentId,
        bankUrl: intent.nextAction?.redirectUrl ?? null, failure: failureOf(intent.lastError),
      };
      const waiting = kind === 'action' ? waitingOf(intent.nextAction) : null;
      if (waiting) {
        show({ stage: 'waiting', checkout: { ...checkout, bankUrl: null }, waiting });
        return watch(order.id, order.payment.status, current, () => resume(order.id));
      }
      show(payment(checkout, notice ?? failure, kind === 'action'));
    } catch (error) {
      if (!current()) return;
      const problem = asProblem(error);
      if (problem.status === 401) return show({ stage: 'signedOut' });
      if (problem.status !== 404) return show({ stage: 'fatal', problem, orderId });
      replaceOrderUrl(null);
      show(details(null, { tone: 'alert', text: t('payment.notFound') }));
    }

    function leave(/** @type {Order} */ order) {
      forgetOrder(order.id);
      if (isShopPriced(order)) return show({ stage: 'closed', text: t('payment.linkExpired') });
      replaceOrderUrl(null);
      show(details(null, { tone: 'alert', text: t('payment.expired') }));
    }
  }), [begin, finish, onOpened, show, watch]);

  /** Asks for the one intent of an order that the shop priced; it is the same again and again. */
  const openShopOrder = useCallback(/** @type {(order: Order) => Promise<void>} */ (async (order) => {
    const current = begin();
    show({ stage: 'opening', checkout: null });
    try {
      await createPaymentIntent(/** @type {any} */ (shopOrderBody(order)));
      if (current()) return resume(order.id);
    } catch (error) {
      if (!current()) return;
      const problem = asProblem(error);
      if (problem.status === 401) return show({ stage: 'signedOut' });
      const faults = faultsFromServer(problem.fields);
      if (faults.email) return show({ stage: 'contact', order, faults: order.receiptEmail ? faults : {} });
      if (problem.orderId && problem.code === 'checkout_already_paid') return resume(problem.orderId);
      if (problem.status === 409 || problem.status === 404) return show({ stage: 'closed', text: t('payment.linkExpired') });
      show({ stage: 'fatal', problem, orderId: order.id });
    }
  }), [begin, resume, shopOrderBody, show]);

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
        if (kind === 'processing') {
          show({ stage: 'settling', kind: 'processing', ...known });
          return watch(known.orderId, 'processing', current, () => resume(known.orderId));
        }
        if (kind && kind !== 'paid' && kind !== 'unknown') return resume(known.orderId);
        if (!kind && !problem.passing && problem.status !== 429) break;
      }
      await pause(wait);
      if (!current()) return;
    }
    show({ stage: 'settling', kind: 'stuck', ...known });
  }), [begin, finish, resume, show, watch]);

  /**
   * Requests a PaymentIntent for this cart and address; the same request is the same order, unless its price is no
   * longer the one that was quoted: then the order is replaced. `delay` (ms) merges a burst of changes.
   */
  const open = useCallback(/** @type {(body: import('../types').CreateIntent, options?: {delay?: number, quoted?: Quoted}) => Promise<void>} */ (async (body, { delay = 0, quoted = null } = {}) => {
    const asked = JSON.stringify(body);
    if (latest.current.stage === 'opening' && opening.current === asked) return;
    opening.current = asked;
    const before = checkoutOf(latest.current);
    const current = begin();
    const outdated = (/** @type {number} */ total, /** @type {string} */ currency) => quoted !== null && quoted.currency === currency && quoted.total !== total;
    show({ stage: 'opening', checkout: before });
    if (delay) await pause(delay);
    if (!current()) return;
    const print = await fingerprint(body, (await tokenClaims()).sub ?? '');
    try {
      let attempt = claim(print, before?.order.id ?? null);
      if (before && attempt.orderId === before.order.id) {
        if (!outdated(before.order.total, before.order.currency)) return resume(before.order.id);
        attempt = renew(before.order.id);
      }
      let created = await create(attempt);
      if (!current()) return;
      if (created.replayed && outdated(created.amount, created.currency)) {
        created = await create(renew(created.orderId));
        if (!current()) return;
      }
      const text = quoted && outdated(created.amount, created.currency) ? priceNotice(quoted, created.amount) : null;
      const notice = text === null ? null : /** @type {Notice} */ ({ tone: 'info', text });
      pushOrderUrl(created.orderId);
      if (created.replayed || !created.clientSecret) return resume(created.orderId, notice);
      const order = await showOrder(created.orderId);
      if (!current()) return;
      onOpened(order);
      show(payment({ order, clientSecret: created.clientSecret, paymentIntentId: created.paymentIntentId, bankUrl: null, failure: '' }, notice));
    } catch (error) {
      if (!current()) return;
      const problem = asProblem(error);
      if (problem.code === 'idempotency_key_reused') {
        forget(print);
        opening.current = '';
        return open(body, { quoted });
      }
      if (problem.orderId && problem.code === 'checkout_already_paid') {
        forget(print);
        return resume(problem.orderId);
      }
      if (problem.status === 401) return show({ stage: 'signedOut' });
      show(details(before, { tone: 'alert', text: problem.message }, faultsFromServer(problem.fields)));
    }

    function renew(/** @type {string} */ replaced) {
      forget(print);
      return claim(print, replaced);
    }

    async function create(/** @type {import('./attempts.js').Attempt} */ { key, replaces }) {
      const created = await createPaymentIntent({ ...body, ...(replaces && { replaces }) }, key);
      remember(print, created.orderId);
      if (replaces) forgetOrder(replaces);
      return created;
    }
  }), [begin, onOpened, priceNotice, resume, show]);

  const edit = useCallback((/** @type {Notice | null} */ notice = null) => {
    begin();
    show(details(checkoutOf(latest.current), notice));
  }, [begin, show]);

  /** Leaves a voucher, a transfer or microdeposits for another way to pay. */
  const payOtherwise = useCallback(() => {
    const checkout = checkoutOf(latest.current);
    begin();
    if (checkout) show(payment(checkout));
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

  useEffect(() => onPaidElsewhere(({ paid, items }) => {
    const { stage } = latest.current;
    const same = checkoutOf(latest.current)?.order.id === paid;
    if (same || (stage === 'details' && isMine(items))) resume(paid);
  }), [resume, isMine]);

  return { state, latest, start, open, openShopOrder, edit, payOtherwise, resume, settle };
}
