/** Contact and address: validated here first, so that a typing error costs no request, and then by the server. */

import { useEffect, useRef, useState } from 'react';

import { t } from '../texts.js';
import { AddressForm } from './AddressForm.jsx';
import { formOf } from './addressForms.js';
import { ContactInfo } from './ContactInfo.jsx';
import { faultsOf, FIELD_ORDER, withCountry } from './draft.js';

/** @typedef {import('../types').Draft} Draft */
/** @typedef {Partial<Record<keyof Draft, string>>} Faults */
/** @typedef {{draft: Draft, faults: Faults, onField: import('react').ChangeEventHandler<HTMLInputElement | HTMLSelectElement>}} FieldsetProps */

/**
 * @param {{draft: Draft, refused: Faults, countries: string[], forms: import('./addressForms.js').AddressForms, payable: boolean,
 *   onChange: (change: Partial<Draft>) => void, onSubmit: () => void}} props
 *   `refused` are the server's validation errors; `payable` is false while there is no price
 */
export function ShippingForm({ draft, refused, countries, forms, payable, onChange, onSubmit }) {
  const [faults, setFaults] = useState(refused);
  const element = useRef(/** @type {HTMLFormElement | null} */ (null));
  const form = formOf(forms, draft.country);

  useEffect(() => {
    setFaults(refused);
    focusFirst(element.current, refused);
  }, [refused]);

  /** @type {FieldsetProps['onField']} */
  function onField({ target: { name, value } }) {
    onChange(name === 'country' ? withCountry({ country: value }, formOf(forms, value)) : { [name]: value });
    const cleared = name === 'country' ? { state: undefined, postalCode: undefined, city: undefined } : {};
    setFaults((before) => ({ ...before, ...cleared, [name]: undefined }));
  }

  /** @param {import('react').FormEvent} event */
  function submit(event) {
    event.preventDefault();
    const found = faultsOf(draft, form);
    setFaults(found);
    focusFirst(element.current, found);
    if (Object.keys(found).length === 0) onSubmit();
  }

  const count = Object.values(faults).filter(Boolean).length;
  return (
    <form ref={element} className="card" onSubmit={submit} noValidate aria-labelledby="details-heading">
      <h2 id="details-heading" tabIndex={-1}>{t('details.title')}</h2>
      <div role="alert">
        {count > 0 && <p className="notice notice-alert">{t('details.faults', { count })}</p>}
      </div>
      <ContactInfo draft={draft} faults={faults} onField={onField} />
      <AddressForm draft={draft} faults={faults} onField={onField} countries={countries} form={form} />
      <SaveCard draft={draft} onChange={onChange} />
      <button type="submit" className="button button-primary button-wide" disabled={!payable}>{t('details.proceed')}</button>
    </form>
  );
}

/** @param {{draft: Draft, onChange: (change: Partial<Draft>) => void}} props */
export function SaveCard({ draft, onChange }) {
  return (
    <label className="check">
      <input type="checkbox" name="saveCard" checked={draft.saveCard} onChange={({ target }) => onChange({ saveCard: target.checked })} />
      <span>{t('details.saveCard')} <span className="hint">{t('details.saveCardHint')}</span></span>
    </label>
  );
}

/** @param {HTMLFormElement | null} form @param {Faults} faults */
export function focusFirst(form, faults) {
  const first = FIELD_ORDER.find((field) => faults[field]);
  if (first) /** @type {HTMLElement | null} */ (form?.elements.namedItem(first))?.focus();
}
