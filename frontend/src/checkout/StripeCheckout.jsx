/** The payment form: a saved card or Stripe's PaymentElement. However often Pay is pressed, one confirmation is sent. */

import { PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import { useEffect, useRef, useState } from 'react';

import { useMoney } from '../MoneyContext.jsx';
import { LockIcon } from './LockIcon.jsx';
import { PaymentSkeleton } from './PaymentSkeleton.jsx';
import { SavedCards } from './SavedCards.jsx';
import { confirmWithElements, confirmWithSavedCard, continueAtBank, pollOutcome } from './confirmation.js';
import { useSavedMethods } from './useSavedMethods.js';

const LOST = 'The connection was lost, so the result of your payment is not known yet. Do not pay again: we are asking for it now.';
const TROUBLE = 'The payment could not be made just now, and nothing was charged. Please try again in a moment.';
const NOT_DONE = 'Your payment did not go through, and nothing was charged. You can try again.';

/** @typedef {import('./paymentOutcome.js').Outcome} Outcome */

/**
 * @param {{checkout: import('./checkoutState.js').OpenCheckout, notice: import('./checkoutState.js').Notice | null,
 *   needsAction: boolean, onOutcome: (outcome: Outcome) => void}} props
 *   `onOutcome` is called for every outcome but a decline, which the shopper can retry in this form
 */
export function StripeCheckout({ checkout, notice, needsAction, onOutcome }) {
  const stripe = useStripe();
  const elements = useElements();
  const money = useMoney();
  const saved = useSavedMethods();
  /** While undefined, the card last paid with is chosen. */
  const [decided, setDecided] = useState(/** @type {string | null | undefined} */ (undefined));
  const [element, setElement] = useState(/** @type {'loading' | 'ready' | 'failed'} */ ('loading'));
  const [phase, setPhase] = useState(/** @type {'idle' | 'validating' | 'processing' | 'checking'} */ ('idle'));
  const [message, setMessage] = useState(notice?.text ?? '');
  /** A ref, because state changes a render too late for a second press in the same task. */
  const busy = useRef(false);

  const said = useRef(/** @type {HTMLParagraphElement | null} */ (null));
  const refused = message !== '' && message !== notice?.text && phase === 'idle';
  useEffect(() => {
    if (refused) said.current?.focus();
  }, [refused]);

  const chosen = decided === undefined ? saved.methods?.find(({ isDefault }) => isDefault)?.id ?? null : decided;
  const method = saved.methods?.find(({ id }) => id === chosen) ?? null;
  const ready = Boolean(stripe && elements) && saved.methods !== null && (method !== null || element === 'ready');
  const amount = money(checkout.order.total, checkout.order.currency);

  /** @param {(report: (phase: 'validating' | 'processing') => void) => Promise<Outcome>} confirm */
  async function once(confirm) {
    if (busy.current) return;
    busy.current = true;
    setMessage('');
    try {
      let outcome = await confirm(setPhase);
      if (outcome.kind === 'unknown') {
        setPhase('checking');
        setMessage(LOST);
        outcome = await pollOutcome(checkout.paymentIntentId);
        if (outcome.kind === 'declined') outcome = { ...outcome, message: outcome.message ?? NOT_DONE };
      }
      if (outcome.kind === 'declined') return setMessage(outcome.message ?? NOT_DONE);
      if (outcome.kind === 'trouble') {
        console.info('Payment refused:', outcome.reference);
        return setMessage(TROUBLE);
      }
      onOutcome(outcome);
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

  const to = checkout.order.shippingAddress;
  const billingDetails = to ? {
    name: to.name, phone: to.phone ?? undefined,
    address: {
      line1: to.line1, line2: to.line2 ?? undefined, city: to.city, state: to.state ?? undefined,
      postal_code: to.postalCode ?? undefined, country: to.country,
    },
  } : undefined;
  const working = phase !== 'idle';
  return (
    <form aria-labelledby="payment-heading" aria-busy={working} onSubmit={pay} data-phase={phase} noValidate>
      {needsAction && (
        <div className="notice notice-info">
          <p>Your bank asks you to approve this payment.</p>
          <button type="button" className="button" disabled={!stripe || working}
            onClick={() => stripe && once(() => continueAtBank({ stripe, checkout }))}>Continue to your bank</button>
        </div>
      )}
      <SavedCards {...saved} chosen={chosen} onChoose={setDecided} disabled={working} />
      <div className="element" hidden={method !== null}>
        {element === 'loading' && <PaymentSkeleton />}
        {element !== 'failed' && (
          <PaymentElement
            options={{ layout: 'tabs', defaultValues: { billingDetails } }}
            onReady={() => setElement('ready')}
            onLoadError={() => setElement('failed')}
          />
        )}
        {element === 'failed' && (
          <div className="notice notice-alert" role="alert">
            <p>The card form could not be shown. Nothing was charged.</p>
            <button type="button" className="button" onClick={() => setElement('loading')}>Try again</button>
          </div>
        )}
      </div>
      <div role="alert" className="pay-message">{message && <p className="notice notice-alert" ref={said} tabIndex={-1}>{message}</p>}</div>
      <button type="submit" className="button button-primary button-wide" disabled={!ready || working}>
        {phase === 'idle' ? `Pay ${amount}` : phase === 'checking' ? 'Checking…' : 'Processing…'}
      </button>
      <p className="hint lock"><LockIcon />Your card details go straight to Stripe, encrypted. This shop never sees or stores them.</p>
    </form>
  );
}
