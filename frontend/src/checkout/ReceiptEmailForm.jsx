/** The receipt's address, where the shop that priced the order named none. */

import { useRef, useState } from 'react';

import { t } from '../texts.js';
import { ContactInfo } from './ContactInfo.jsx';
import { faultsOf } from './draft.js';
import { focusFirst, SaveCard } from './ShippingForm.jsx';

/**
 * @param {{draft: import('../types').Draft, refused: import('./ShippingForm.jsx').Faults,
 *   onChange: (change: Partial<import('../types').Draft>) => void, onSubmit: () => void}} props
 */
export function ReceiptEmailForm({ draft, refused, onChange, onSubmit }) {
  const [fault, setFault] = useState(refused.email);
  const element = useRef(/** @type {HTMLFormElement | null} */ (null));

  /** @param {import('react').FormEvent} event */
  function submit(event) {
    event.preventDefault();
    const { email } = faultsOf(draft);
    setFault(email);
    focusFirst(element.current, { email });
    if (!email) onSubmit();
  }

  return (
    <form ref={element} className="card" onSubmit={submit} noValidate aria-labelledby="details-heading">
      <h2 id="details-heading" tabIndex={-1}>{t('details.receiptOnly')}</h2>
      <ContactInfo draft={draft} faults={{ email: fault }} withPhone={false}
        onField={({ target: { value } }) => { setFault(undefined); onChange({ email: value }); }} />
      <SaveCard draft={draft} onChange={onChange} />
      <button type="submit" className="button button-primary button-wide">{t('details.continue')}</button>
    </form>
  );
}
