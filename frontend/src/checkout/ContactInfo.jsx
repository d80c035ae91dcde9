/** The shopper's e-mail address for the receipt and telephone number for the carrier. */

import { Field } from './Field.jsx';

/** @param {import('./ShippingForm.jsx').FieldsetProps} props */
export function ContactInfo({ draft, faults, onField }) {
  return (
    <fieldset>
      <legend>Contact</legend>
      <div className="row">
        <Field name="email" label="E-mail" type="email" inputMode="email" autoComplete="email" hint="Your receipt goes here."
          value={draft.email} fault={faults.email} onChange={onField} />
        <Field name="phone" label="Telephone" type="tel" inputMode="tel" autoComplete="tel" optional
          value={draft.phone} fault={faults.phone} onChange={onField} />
      </div>
    </fieldset>
  );
}
