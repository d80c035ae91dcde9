/** The shipping address; the countries are those to which the shop ships. */

import { Field } from './Field.jsx';
import { countryName } from './countries.js';

/** @param {import('./ShippingForm.jsx').FieldsetProps & {countries: string[]}} props */
export function AddressForm({ draft, faults, onField, countries }) {
  return (
    <fieldset>
      <legend>Shipping address</legend>
      <Field name="name" label="Full name" autoComplete="shipping name" value={draft.name} fault={faults.name} onChange={onField} />
      <Field name="country" label="Country" autoComplete="shipping country" value={draft.country} fault={faults.country} onChange={onField}>
        <option value="">Choose…</option>
        {countries.map((code) => <option key={code} value={code}>{countryName(code)}</option>)}
      </Field>
      <Field name="line1" label="Street and number" autoComplete="shipping address-line1" value={draft.line1} fault={faults.line1} onChange={onField} />
      <Field name="line2" label="Flat, floor, company" autoComplete="shipping address-line2" optional
        value={draft.line2} fault={faults.line2} onChange={onField} />
      <div className="row">
        <Field name="postalCode" label="Postal code" autoComplete="shipping postal-code" className="narrow"
          value={draft.postalCode} fault={faults.postalCode} onChange={onField} />
        <Field name="city" label="Town or city" autoComplete="shipping address-level2" value={draft.city} fault={faults.city} onChange={onField} />
      </div>
      <Field name="state" label="State, province or region" autoComplete="shipping address-level1" optional
        value={draft.state} fault={faults.state} onChange={onField} />
    </fieldset>
  );
}
