/** The details as typed, above the payment, with a button to change them where that is allowed. */

import { t } from '../texts.js';

/** @param {{lines: string[], email: string, onChange?: () => void}} props */
export function AddressSummary({ lines, email, onChange }) {
  if (lines.length === 0 && !email) return null;
  return (
    <section className="card address" aria-label={t('details.shipsTo')}>
      {lines.length > 0 && <h2>{t('details.shipsTo')}</h2>}
      <p className="address-lines">{lines.map((line, index) => <span key={index}>{line}</span>)}</p>
      {email && <p className="hint">{t('details.receiptTo', { email })}</p>}
      {onChange && <button type="button" className="link" onClick={onChange}>{t('details.change')}<span className="unseen"> {t('details.changeWhat')}</span></button>}
    </section>
  );
}
