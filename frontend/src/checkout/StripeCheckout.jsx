/** The payment form: a saved card or Stripe's PaymentElement. However often Pay is pressed, one confirmation is sent. */

import { PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import { useEffect, useRef, useState } from 'react';

import { useMoney } from '../MoneyContext.jsx';
import { t } from '../texts.js';
import { confirmWithElements, confirmWithSavedCard, continueAtBank, pollOutcome } from './confirmation.js';
import { LockIcon } from './LockIcon.jsx';
import { PaymentSkeleton } from './PaymentSkeleton.jsx';
import { beginConfirmation, endConfirmation } from './pendingConfirmation.js';
import { SavedCards } from './SavedCards.jsx';
import { useSavedMethods } from './useSavedMethods.js';

/** @typedef {import('./paymentOutcome.js').Outcome} Outcome */

/**
 * @param {{checkout: import('./checkoutState.js').OpenCheckout, notice: import('./checkoutState.js').Notice | null,
 *   needsAction: boolean, onOutcome: (outcome: Outcome) => void, onTyped: (typed: boolean) => void}} props
 *   `onOutcome` is called for every outcome but a decline, which the shopper can retry in this form; `onTyped` says
 *   whether the card form holds anything
 */
export function StripeCheckout({ checkout, notice, needsAction, onOutcome, onTyped }) {
  const stripe = useStripe();
  const elements = useElements();
  const money = useMoney();
  const saved = useSavedMethods();
  /** While undefined, the card last paid with is chosen. */
  const [decided, setDecided] = useState(/** @type {string | null | undefined} */ (undefined));
  const [element, setElement] = useState(/** @type {'loading' | 'ready' | 'failed'} */ ('loading'));
  const [phase, setPhase] = useState(/** @type {'idle' | 'validating' | 'processing' | 'checking'} */ ('idle'));
  const [message, setMessage] = useState(notice?.tone === 'alert' ? notice.text : '');
  /** A ref, because state changes a render too late for a second press in the same task. */
  const busy = useRef(false);
  const failure = useRef(checkout.failure);

  const said = useRef(/** @type {HTMLParagraphElement | null} */ (null));
  const refused = message !== '' && message !== notice?.text && phase === 'idle';
  useEffect(() => {
    if (refused) said.current?.focus();
  }, [refused]);
  useEffect(() => () => onTyped(false), [onTyped]);

  const chosen = decided === undefined ? saved.methods?.find(({ isDefault }) => isDefault)?.id ?? null : decided;
  const method = saved.methods?.find(({ id }) => id === chosen) ?? null;
  const ready = Boolean(stripe && elements) && saved.methods !== null && (method !== null || element === 'ready');
  const amount = money(checkout.order.total, checkout.order.currency);

  /** @param {(report: (phase: 'validating' | 'processing') => void) => Promise<Outcome>} confirm */
  async function once(confirm) {
    if (busy.current) return;
    busy.current = true;
    setMessage('');
    const confirmation = beginConfirmation(checkout.order.id, failure.current);
    try {
      let outcome = await confirm(setPhase);
      const { reference } = outcome;
      if (outcome.kind === 'unknown' || outcome.kind === 'trouble') {
        setPhase('checking');
        setMessage(t('payment.unknown'));
        // A definite refusal needs one look, an unknown outcome until Stripe can no longer be working on it.
        outcome = await pollOutcome(checkout.paymentIntentId, outcome.kind === 'trouble' ? { ...confirmation, since: 0 } : confirmation);
      }
      endConfirmation();
      if (outcome.kind !== 'declined') return onOutcome(outcome);
      failure.current = outcome.failure ?? failure.current;
      if (reference) console.info('Payment refused:', reference);
      setMessage(outcome.message ?? t(reference ? 'payment.trouble' : 'payment.declined'));
    } finally {
      busy.current = false;
      setPhase('idle');
    }
  }

  /** @param {import('react').FormEvent} event */
  function pay(event) {
    event.preventDefault();
    if (!stripe || !elements || !ready) return;
    once((report) => (method
      ? confirmWithSavedCard({ stripe, checkout, method, report })
      : confirmWithElements({ stripe, elements, checkout, report })));
  }

  const working = phase !== 'idle';
  return (
    <form aria-labelledby="payment-heading" aria-busy={working} onSubmit={pay} data-phase={phase} noValidate>
      {notice?.tone === 'info' && <p className="notice notice-info" role="status">{notice.text}</p>}
      {needsAction && (
        <div className="notice notice-info">
          <p>{t('payment.bankAsks')}</p>
          <button type="button" className="button" disabled={!stripe || working}
            onClick={() => stripe && once(() => continueAtBank({ stripe, checkout }))}>{t('payment.toBank')}</button>
        </div>
      )}
      <SavedCards {...saved} chosen={chosen} onChoose={setDecided} disabled={working} />
      <div className="element" hidden={method !== null}>
        {element === 'loading' && <PaymentSkeleton />}
        {element !== 'failed' && (
          <PaymentElement
            options={{ layout: 'tabs', defaultValues: { billingDetails: billingDetailsOf(checkout.order) } }}
            onReady={() => setElement('ready')}
            onLoadError={() => setElement('failed')}
            onChange={({ empty }) => onTyped(!empty)}
          />
        )}
        {element === 'failed' && (
          <div className="notice notice-alert" role="alert">
            <p>{t('payment.elementFailed')}</p>
            <button type="button" className="button" onClick={() => setElement('loading')}>{t('page.tryAgain')}</button>
          </div>
        )}
      </div>
      <div role="alert" className="pay-message">{message && <p className="notice notice-alert" ref={said} tabIndex={-1}>{message}</p>}</div>
      <button type="submit" className="button button-primary button-wide" disabled={!ready || working}>
        {phase === 'idle' ? t('payment.pay', { amount }) : t(phase === 'checking' ? 'payment.checking' : 'payment.processing')}
      </button>
      <p className="hint lock"><LockIcon />{t('payment.privacy')}</p>
    </form>
  );
}

/** @param {import('../types').Order} order */
function billingDetailsOf({ shippingAddress: to }) {
  if (!to) return undefined;
  return {
    name: to.name, phone: to.phone ?? undefined,
    address: {
      line1: to.line1, line2: to.line2 ?? undefined, city: to.city, state: to.state ?? undefined,
      postal_code: to.postalCode ?? undefined, country: to.country,
    },
  };
}
