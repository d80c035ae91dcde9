/** The view between paying and the server's confirmation. */

import { useEffect, useRef } from 'react';

import { t } from '../texts.js';

/** @param {{kind: 'confirming' | 'checking' | 'processing' | 'stuck', orderNumber: string | null, onCheckAgain: () => void}} props */
export function PaymentProgress({ kind, orderNumber, onCheckAgain }) {
  const heading = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  useEffect(() => heading.current?.focus(), [kind]);
  return (
    <section className="card settling" aria-busy={kind === 'confirming' || kind === 'checking'}>
      {kind !== 'stuck' && <span className="spinner" aria-hidden="true" />}
      <h1 ref={heading} tabIndex={-1}>{t(`progress.${kind}.title`)}</h1>
      <div role="status">
        <p>{t(`progress.${kind}.text`)}{orderNumber && <> {t('progress.number')} <strong className="number">{orderNumber}</strong>.</>}</p>
      </div>
      {kind === 'stuck' && <button type="button" className="button" onClick={onCheckAgain}>{t('progress.checkAgain')}</button>}
    </section>
  );
}
