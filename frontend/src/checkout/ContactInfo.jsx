/** The shopper's e-mail address for the receipt and telephone number for the carrier. */

import { t } from '../texts.js';
import { Field } from './Field.jsx';

/** @param {import('./ShippingForm.jsx').FieldsetProps & {withPhone?: boolean}} props */
export function ContactInfo({ draft, faults, onField, withPhone = true }) {
  return (
    <fieldset>
      <legend>{t('details.contact')}</legend>
      <div className="row">
        <Field name="email" label={t('details.email')} type="email" inputMode="email" autoComplete="email" hint={t('details.emailHint')}
          value={draft.email} fault={faults.email} onChange={onField} />
        {withPhone && <Field name="phone" label={t('details.phone')} type="tel" inputMode="tel" autoComplete="tel" optional
          value={draft.phone} fault={faults.phone} onChange={onField} />}
      </div>
    </fieldset>
  );
}
