/** The view of an order that waits for the shopper: a voucher to pay, a transfer to make, a bank account to verify. */

import { useEffect, useRef } from 'react';

import { locale } from '../language.js';
import { t } from '../texts.js';

/** @param {{waiting: import('./nextAction.js').Waiting, orderNumber: string, onOtherMethod: () => void}} props */
export function PaymentWaiting({ waiting, orderNumber, onOtherMethod }) {
  const { kind, url, until } = waiting;
  const heading = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  useEffect(() => heading.current?.focus(), []);
  const date = until && new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(until));
  return (
    <section className="card settling">
      <h1 ref={heading} tabIndex={-1}>{t(`waiting.${kind}.title`)}</h1>
      <div role="status">
        <p>{t(`waiting.${kind}.text`)}</p>
        {date && <p>{t('waiting.until', { date })}</p>}
        <p>{t('progress.number')} <strong className="number">{orderNumber}</strong>. {t('waiting.keep')}</p>
      </div>
      {url && <p><a className="button button-primary button-link" href={url} target="_blank" rel="noopener noreferrer">{t(`waiting.${kind}.link`)}</a></p>}
      <button type="button" className="link" onClick={onOtherMethod}>{t('waiting.otherMethod')}</button>
    </section>
  );
}
