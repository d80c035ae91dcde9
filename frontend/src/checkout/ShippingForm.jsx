/** Contact and address: validated here first, so that a typing error costs no request, and then by the server. */

import { useEffect, useRef, useState } from 'react';

import { AddressForm } from './AddressForm.jsx';
import { ContactInfo } from './ContactInfo.jsx';
import { faultsOf, FIELD_ORDER } from './draft.js';

/** @typedef {import('../types').Draft} Draft */
/** @typedef {Partial<Record<keyof Draft, string>>} Faults */
/** @typedef {{draft: Draft, faults: Faults, onField: import('react').ChangeEventHandler<HTMLInputElement | HTMLSelectElement>}} FieldsetProps */

/**
 * @param {{draft: Draft, refused: Faults, countries: string[], busy: boolean, payable: boolean,
 *   onChange: (change: Partial<Draft>) => void, onSubmit: () => void}} props
 *   `refused` are the server's validation errors; `payable` is false while there is no price
 */
export function ShippingForm({ draft, refused, countries, busy, payable, onChange, onSubmit }) {
  const [faults, setFaults] = useState(refused);
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));

  useEffect(() => {
    setFaults(refused);
    focusFirst(form.current, refused);
  }, [refused]);

  /** @type {FieldsetProps['onField']} */
  function onField({ target: { name, value } }) {
    onChange({ [name]: value });
    if (faults[/** @type {keyof Draft} */ (name)]) setFaults({ ...faults, [name]: undefined });
  }

  /** @param {import('react').FormEvent} event */
  function submit(event) {
    event.preventDefault();
    const found = faultsOf(draft);
    setFaults(found);
    focusFirst(form.current, found);
    if (Object.keys(found).length === 0 && !busy) onSubmit();
  }

  const count = Object.values(faults).filter(Boolean).length;
  return (
    <form ref={form} className="card" onSubmit={submit} noValidate aria-busy={busy} aria-labelledby="details-heading">
      <h2 id="details-heading" tabIndex={-1}>Your details</h2>
      <div role="alert">
        {count > 0 && <p className="notice notice-alert">{count === 1 ? 'One field needs your attention.' : `${count} fields need your attention.`}</p>}
      </div>
      <ContactInfo draft={draft} faults={faults} onField={onField} />
      <AddressForm draft={draft} faults={faults} onField={onField} countries={countries} />
      <label className="check">
        <input type="checkbox" name="saveCard" checked={draft.saveCard} onChange={({ target }) => onChange({ saveCard: target.checked })} />
        <span>Save my card for next time <span className="hint">Stripe keeps it; you can remove it at any time.</span></span>
      </label>
      <button type="submit" className="button button-primary button-wide" disabled={busy || !payable}>
        {busy ? 'Preparing your payment…' : 'Proceed to Payment'}
      </button>
    </form>
  );
}

/** @param {HTMLFormElement | null} form @param {Faults} faults */
function focusFirst(form, faults) {
  const first = FIELD_ORDER.find((field) => faults[field]);
  if (first) /** @type {HTMLElement | null} */ (form?.elements.namedItem(first))?.focus();
}
