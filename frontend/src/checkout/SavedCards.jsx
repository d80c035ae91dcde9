/** The saved cards to choose from or remove, and the choice of a new one. */

import { useRef, useState } from 'react';

import { t } from '../texts.js';

/** @param {string} brand Stripe's code */
const brandName = (brand) => ({ amex: 'American Express', jcb: 'JCB', unionpay: 'UnionPay' })[brand] ?? brand.charAt(0).toUpperCase() + brand.slice(1);

/** @param {import('../types').SavedMethod} method */
const nameOf = ({ type, brand, last4 }) => [brand ? brandName(brand) : type.replaceAll('_', ' '), last4 && t('payment.endingIn', { last4 })].filter(Boolean).join(' ');

/** @param {import('../types').SavedMethod} method */
const expiryOf = ({ expMonth, expYear }) => (expMonth && expYear ? t('payment.expires', { date: `${String(expMonth).padStart(2, '0')}/${expYear}` }) : '');

/**
 * @param {{methods: import('../types').SavedMethod[] | null, problem: string, remove: (id: string) => Promise<void>,
 *   chosen: string | null, onChoose: (id: string | null) => void, disabled: boolean}} props
 */
export function SavedCards({ methods, problem, remove, chosen, onChoose, disabled }) {
  const [leaving, setLeaving] = useState(/** @type {string | null} */ (null));
  const fresh = useRef(/** @type {HTMLInputElement | null} */ (null));
  if (!methods?.length) return null;

  /** @param {string} id */
  async function takeOut(id) {
    await remove(id);
    setLeaving(null);
    if (id === chosen) onChoose(null);
    fresh.current?.focus();
  }

  return (
    <fieldset className="choices" disabled={disabled}>
      <legend>{t('payment.with')}</legend>
      {methods.map((method) => (
        <div className="choice" key={method.id}>
          <label>
            <input type="radio" name="method" checked={chosen === method.id} onChange={() => onChoose(method.id)} />
            <span>{nameOf(method)} <span className="hint">{expiryOf(method)}</span></span>
          </label>
          {leaving === method.id ? (
            <span className="choice-actions">
              <button type="button" className="link danger" autoFocus onClick={() => takeOut(method.id)}>{t('payment.reallyRemove')}<span className="unseen"> {nameOf(method)}</span></button>
              <button type="button" className="link" onClick={() => setLeaving(null)}>{t('payment.keepCard')}<span className="unseen"> {nameOf(method)}</span></button>
            </span>
          ) : (
            <button type="button" className="link" onClick={() => setLeaving(method.id)}>{t('payment.removeCard')}<span className="unseen"> {nameOf(method)}</span></button>
          )}
        </div>
      ))}
      <div className="choice">
        <label>
          <input ref={fresh} type="radio" name="method" checked={chosen === null} onChange={() => onChoose(null)} />
          <span>{t('payment.another')}</span>
        </label>
      </div>
      {problem && <p className="fault" role="alert">{problem}</p>}
    </fieldset>
  );
}
