/** The refund form: typed, reviewed, then sent under one Idempotency-Key, so that a second press or a lost answer is no second refund. */

import { useEffect, useRef, useState } from 'react';

import { asProblem } from '../api/problem.js';
import { randomKey } from '../api/randomKey.js';
import { asMinorUnits } from '../money.js';
import { useMoney } from '../MoneyContext.jsx';
import { requestRefund } from './operatorApi.js';
import { ProblemAlert } from './ProblemAlert.jsx';

const REASONS = /** @type {const} */ ([['requested_by_customer', 'Requested by the customer'], ['duplicate', 'Duplicate'], ['fraudulent', 'Fraudulent']]);

/** @typedef {{amount: number, reason: '' | (typeof REASONS)[number][0], note: string, key: string}} Reviewed */

/**
 * @param {{order: import('../types').Order, exponent: number, onRefunded: (refundId: string) => void}} props
 */
export function RefundForm({ order, exponent, onRefunded }) {
  const money = useMoney();
  const { refundable } = order.payment;
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState(/** @type {Reviewed['reason']} */ (''));
  const [note, setNote] = useState('');
  const [fault, setFault] = useState('');
  const [reviewed, setReviewed] = useState(/** @type {Reviewed | null} */ (null));
  const [problem, setProblem] = useState(/** @type {import('../api/problem.js').Problem | null} */ (null));
  const [busy, setBusy] = useState(false);
  const sending = useRef(false);
  const confirm = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const amountInput = useRef(/** @type {HTMLInputElement | null} */ (null));
  const sum = (/** @type {number} */ amount) => money(amount, order.currency);

  useEffect(() => { confirm.current?.focus(); }, [reviewed]);

  /** @param {import('react').FormEvent} event */
  function review(event) {
    event.preventDefault();
    const amount = typed.trim() === '' ? refundable : asMinorUnits(typed, exponent);
    const wrong = amount === null || amount === 0 ? 'Enter an amount like 12.99, or leave it empty for all that is left.'
      : amount > refundable ? `At most ${sum(refundable)} is left.` : '';
    setFault(wrong);
    setProblem(null);
    if (wrong || amount === null) return amountInput.current?.focus();
    setReviewed({ amount, reason, note: note.trim(), key: randomKey() });
  }

  /** @param {Reviewed} refund */
  async function send({ amount, reason: why, note: words, key }) {
    if (sending.current) return;
    sending.current = true;
    setBusy(true);
    setProblem(null);
    try {
      const answer = await requestRefund({ orderId: order.id, amount, ...(why && { reason: why }), ...(words && { note: words }) }, key);
      setReviewed(null);
      setTyped('');
      setNote('');
      onRefunded(answer.refundId);
    } catch (error) {
      const refused = asProblem(error);
      setProblem(refused);
      // After a lost answer the same key must be sent again; after a refusal the form is to be changed.
      if (!refused.passing) setReviewed(null);
    } finally {
      sending.current = false;
      setBusy(false);
    }
  }

  return (
    <section className="card" aria-labelledby="refund-heading">
      <h2 id="refund-heading">Refund</h2>
      {problem && <ProblemAlert problem={problem} />}
      {reviewed ? (
        <div className="review" aria-busy={busy}>
          <p>Give back <strong>{sum(reviewed.amount)}</strong> of {sum(refundable)} for order <span className="number">{order.orderNumber}</span>?</p>
          {reviewed.reason === 'fraudulent' && <p>As a refund for fraud, it also has Stripe block this card and e-mail address from now on.</p>}
          <button ref={confirm} type="button" className="button button-primary" disabled={busy} onClick={() => send(reviewed)}>{busy ? 'Refunding…' : `Refund ${sum(reviewed.amount)}`}</button>
          <button type="button" className="button" disabled={busy} onClick={() => setReviewed(null)}>Back</button>
        </div>
      ) : (
        <form onSubmit={review} noValidate>
          <div className="row">
            <div className="field">
              <label htmlFor="amount">Amount <span className="hint">({order.currency.toUpperCase()}, empty: all {sum(refundable)})</span></label>
              <input ref={amountInput} id="amount" inputMode="decimal" autoComplete="off" value={typed} onChange={({ target }) => setTyped(target.value)}
                aria-invalid={fault ? true : undefined} aria-describedby={fault ? 'amount-fault' : undefined} />
              {fault && <p className="fault" id="amount-fault" role="alert">{fault}</p>}
            </div>
            <div className="field">
              <label htmlFor="reason">Reason <span className="hint">(optional)</span></label>
              <select id="reason" value={reason} onChange={({ target }) => setReason(/** @type {Reviewed['reason']} */ (target.value))}>
                <option value="">None given</option>
                {REASONS.map(([code, name]) => <option key={code} value={code}>{name}</option>)}
              </select>
            </div>
          </div>
          <div className="field">
            <label htmlFor="note">Note <span className="hint">(optional, for colleagues)</span></label>
            <input id="note" autoComplete="off" maxLength={200} value={note} onChange={({ target }) => setNote(target.value)} />
          </div>
          <button type="submit" className="button">Look over the refund</button>
        </form>
      )}
    </section>
  );
}
