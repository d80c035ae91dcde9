/** The shipping address, with the fields, labels and order of its country. */

import { t } from '../texts.js';
import { hasField } from './addressForms.js';
import { countryName, sortedCountries } from './countries.js';
import { cityLabel, postalCodeLabel, stateLabel } from './draft.js';
import { Field } from './Field.jsx';

/**
 * @typedef {import('./ShippingForm.jsx').FieldsetProps & {form: import('../types').AddressForm}} AddressFieldProps
 * @param {AddressFieldProps & {countries: string[]}} props
 */
export function AddressForm({ draft, faults, onField, countries, form }) {
  const fields = { draft, faults, onField, form };
  return (
    <fieldset>
      <legend>{t('address.title')}</legend>
      <Field name="name" label={t('address.name')} autoComplete="shipping name" value={draft.name} fault={faults.name} onChange={onField} />
      <Field name="country" label={t('address.country')} autoComplete="shipping country" value={draft.country} fault={faults.country} onChange={onField}>
        <option value="">{t('address.choose')}</option>
        {sortedCountries(countries).map((code) => <option key={code} value={code}>{countryName(code)}</option>)}
      </Field>
      {form.lines.map((line) => <Line key={line.join()} line={line} {...fields} />)}
    </fieldset>
  );
}

/** @param {AddressFieldProps & {line: import('../types').AddressForm['lines'][number]}} props */
function Line({ line, ...fields }) {
  const placed = line.filter((field) => field !== 'name' && field !== 'street');
  return (
    <>
      {line.includes('street') && <Street {...fields} />}
      {placed.length === 1 && <Place field={placed[0]} {...fields} />}
      {placed.length > 1 && <div className="row">{placed.map((field) => <Place key={field} field={field} {...fields} />)}</div>}
    </>
  );
}

/** @param {AddressFieldProps} props */
function Street({ draft, faults, onField }) {
  return (
    <>
      <Field name="line1" label={t('address.line1')} autoComplete="shipping address-line1" value={draft.line1} fault={faults.line1} onChange={onField} />
      <Field name="line2" label={t('address.line2')} autoComplete="shipping address-line2" optional value={draft.line2} fault={faults.line2} onChange={onField} />
    </>
  );
}

/** @param {AddressFieldProps & {field: string}} props */
function Place({ field, draft, faults, onField, form }) {
  const optional = !form.required.includes(field);
  if (field === 'city') {
    return <Field name="city" label={cityLabel(form)} autoComplete="shipping address-level2" optional={optional} value={draft.city} fault={faults.city} onChange={onField} />;
  }
  if (field === 'postalCode') {
    return (
      <Field name="postalCode" label={postalCodeLabel(form)} autoComplete="shipping postal-code" className="narrow" optional={optional}
        value={draft.postalCode} fault={faults.postalCode} onChange={onField} />
    );
  }
  if (field !== 'state' || !hasField(form, 'state')) return null;
  const common = { name: /** @type {const} */ ('state'), label: stateLabel(form), autoComplete: 'shipping address-level1', optional, fault: faults.state, onChange: onField };
  if (form.states.length === 0) return <Field {...common} value={draft.state} />;
  const known = form.states.some(({ code }) => code === draft.state);
  return (
    <Field {...common} value={known ? draft.state : ''}>
      <option value="">{t('address.choose')}</option>
      {form.states.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
    </Field>
  );
}
