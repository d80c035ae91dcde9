/** The currencies in which the whole cart is sold. */

import { t } from '../texts.js';

/** @param {{currencies: string[], chosen: string, onChoose: (currency: string) => void}} props */
export function CurrencyChoice({ currencies, chosen, onChoose }) {
  return (
    <div className="field currency">
      <label htmlFor="currency">{t('summary.currency')}</label>
      <select id="currency" value={chosen} onChange={({ target }) => onChoose(target.value)}>
        {currencies.map((code) => <option key={code} value={code}>{code.toUpperCase()}</option>)}
      </select>
    </div>
  );
}
