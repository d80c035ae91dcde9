/** The filters of the list of orders; they are applied together, and stand in the address. */

import { useState } from 'react';

import { Choice, statusChoices } from './Choice.jsx';
import { goTo, orderHref } from './routes.js';
import { isOrderName } from './search.js';

/** @type {import('../types').OrderStatus[]} */
const STATUSES = ['pending', 'confirmed', 'on_hold', 'refunded', 'canceled'];
/** @type {import('../types').PaymentStatus[]} */
const PAYMENT_STATUSES = ['pending', 'requires_action', 'processing', 'authorized', 'succeeded', 'partially_refunded', 'refunded', 'disputed', 'failed', 'canceled'];

/** @param {{filters: import('./routes.js').Filters}} props */
export function OrderFilters({ filters }) {
  const [text, setText] = useState(filters.find ?? '');
  const apply = (/** @type {import('./routes.js').Filters} */ changed) => goTo('orders', { ...filters, ...changed });

  /** @param {import('react').FormEvent} event */
  function find(event) {
    event.preventDefault();
    const wanted = text.trim();
    if (isOrderName(wanted)) window.location.hash = orderHref(wanted);
    else apply({ find: wanted });
  }

  return (
    <div className="above-list">
      <form className="find" role="search" onSubmit={find}>
        <div className="field">
          <label htmlFor="find">Find <span className="hint">by number, e-mail, reference, Stripe&apos;s ids or total (12.99 usd)</span></label>
          <input id="find" type="search" autoComplete="off" spellCheck={false} value={text} onChange={({ target }) => setText(target.value)} />
        </div>
        <button type="submit" className="button">Find</button>
      </form>
      <div className="filters">
        <Choice label="Status" id="status" chosen={filters.status ?? ''} choices={statusChoices(STATUSES)} onChoose={(status) => apply({ status })} />
        <Choice label="Payment" id="payment-status" chosen={filters.payment ?? ''} choices={statusChoices(PAYMENT_STATUSES)} onChoose={(payment) => apply({ payment })} />
        <Day label="From" name="from" filters={filters} apply={apply} />
        <Day label="To" name="to" filters={filters} apply={apply} />
      </div>
    </div>
  );
}

/** @param {{label: string, name: 'from' | 'to', filters: import('./routes.js').Filters, apply: (changed: import('./routes.js').Filters) => void}} props */
function Day({ label, name, filters, apply }) {
  return (
    <div className="field filter">
      <label htmlFor={`orders-${name}`}>{label}</label>
      <input id={`orders-${name}`} type="date" value={filters[name] ?? ''} onChange={({ target }) => apply({ [name]: target.value })} />
    </div>
  );
}
