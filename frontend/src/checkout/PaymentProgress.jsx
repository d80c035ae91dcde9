/** The view between paying and the server's confirmation. */

import { useEffect, useRef } from 'react';

/**
 * @param {{kind: 'confirming' | 'processing' | 'stuck', orderNumber: string | null, onCheckAgain: () => void}} props
 */
export function PaymentProgress({ kind, orderNumber, onCheckAgain }) {
  const heading = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  useEffect(() => heading.current?.focus(), [kind]);
  const number = orderNumber && <>Your order number is <strong className="number">{orderNumber}</strong>.</>;
  return (
    <section className="card settling" aria-busy={kind === 'confirming'}>
      {kind !== 'stuck' && <span className="spinner" aria-hidden="true" />}
      <h1 ref={heading} tabIndex={-1}>
        {{ confirming: 'Confirming your order…', processing: 'Your payment is being processed', stuck: 'We are still confirming your order' }[kind]}
      </h1>
      <div role="status">
        {kind === 'confirming' && <p>This takes a moment. Please do not pay again. {number}</p>}
        {kind === 'processing' && <p>Your bank has accepted it, and it can take a few days. We will e-mail you as soon as it has arrived; you can close this page. Please do not pay again. {number}</p>}
        {kind === 'stuck' && <p>Your payment was sent, but the shop has not answered yet. Please do not pay again: we will e-mail you. {number}</p>}
      </div>
      {kind === 'stuck' && <button type="button" className="button" onClick={onCheckAgain}>Check again</button>}
    </section>
  );
}
