/** An order whose money was not taken yet: capture all or a part of what is authorized, or cancel the order. */

import { useRef, useState } from 'react';

import { asProblem } from '../api/problem.js';
import { randomKey } from '../api/randomKey.js';
import { asMinorUnits } from '../money.js';
import { useMoney } from '../MoneyContext.jsx';
import { Confirmed } from './Confirmed.jsx';
import { cancelOrder, capturePayment } from './operatorApi.js';
import { ProblemAlert } from './ProblemAlert.jsx';

/** @param {{order: import('../types').Order, exponent: number, onChanged: (what: string) => void}} props */
export function Authorization({ order, exponent, onChanged }) {
  const money = useMoney();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState(/** @type {import('../api/problem.js').Problem | null} */ (null));
  const [busy, setBusy] = useState(false);
  const { amountCapturable: most } = order.payment;
  const sum = (/** @type {number} */ amount) => money(amount, order.currency);
  const amount = typed.trim() === '' ? most : asMinorUnits(typed, exponent);
  const fault = amount === null || amount === 0 ? 'Enter an amount like 12.99, or leave it empty for all.' : amount > most ? `At most ${sum(most)} is authorized.` : '';
  // One key for one amount, so that pressing again after a lost answer captures once.
  const key = useRef({ amount: -1, text: '' });

  /** @param {() => Promise<import('../types').Order>} act @param {string} done */
  async function change(act, done) {
    setBusy(true);
    setProblem(null);
    try {
      await act();
      onChanged(done);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  /** @param {number} captured */
  function capture(captured) {
    if (key.current.amount !== captured) key.current = { amount: captured, text: randomKey() };
    change(() => capturePayment(order.id, captured, key.current.text), `${sum(captured)} captured${captured < most ? `; ${sum(most - captured)} released` : ''}.`);
  }

  const authorized = order.payment.status === 'authorized' && most > 0;
  return (
    <section className="card" aria-labelledby="authorization-heading" aria-busy={busy}>
      <h2 id="authorization-heading">{authorized ? 'Capture or cancel' : 'Cancel'}</h2>
      {problem && <ProblemAlert problem={problem} />}
      {authorized && (
        <div className="field">
          <label htmlFor="capture-amount">Amount to capture <span className="hint">({order.currency.toUpperCase()}, empty: all {sum(most)}; the rest is released)</span></label>
          <input id="capture-amount" inputMode="decimal" autoComplete="off" value={typed} onChange={({ target }) => setTyped(target.value)}
            aria-invalid={fault ? true : undefined} aria-describedby={fault ? 'capture-fault' : undefined} />
          {fault && <p className="fault" id="capture-fault" role="alert">{fault}</p>}
        </div>
      )}
      <div className="review">
        {authorized && <Confirmed name="Capture" question={`Take ${sum(amount ?? 0)} of ${sum(most)}? It can be captured once only.`} yes={`Capture ${sum(amount ?? 0)}`} busy={busy || fault !== ''} onYes={() => amount && capture(amount)} />}
        <Confirmed name="Cancel the order" question={authorized ? `Cancel the order and release ${sum(most)}?` : 'Cancel the order? It can then no longer be paid.'} yes="Yes, cancel it" busy={busy} onYes={() => change(() => cancelOrder(order.id), 'The order was canceled.')} />
      </div>
    </section>
  );
}
