/** The details as typed, above the payment, with a button to change them. */

import { countryName } from './countries.js';

/** @param {{address: import('../types').ShippingAddress, email: string, onChange: () => void}} props */
export function AddressSummary({ address, email, onChange }) {
  const { name, line1, line2, postalCode, city, state, country } = address;
  return (
    <section className="card address" aria-labelledby="address-heading">
      <h2 id="address-heading">Ships to</h2>
      <p>{[name, line1, line2, `${postalCode} ${city}`, state, countryName(country)].filter(Boolean).join(', ')}</p>
      {email && <p className="hint">Receipt to {email}</p>}
      <button type="button" className="link" onClick={onChange}>Change<span className="unseen"> your details</span></button>
    </section>
  );
}
