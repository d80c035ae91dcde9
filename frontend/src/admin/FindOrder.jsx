/** Opens an order by its number or id. */

import { useState } from 'react';

import { orderHref } from './routes.js';

export function FindOrder() {
  const [number, setNumber] = useState('');

  /** @param {import('react').FormEvent} event */
  function find(event) {
    event.preventDefault();
    if (number.trim()) window.location.hash = orderHref(number.trim());
  }

  return (
    <form className="find" role="search" onSubmit={find}>
      <div className="field">
        <label htmlFor="number">Order number or id</label>
        <input id="number" autoComplete="off" spellCheck={false} placeholder="T-XXXX-XXXX-XXXX-C" value={number} onChange={({ target }) => setNumber(target.value)} />
      </div>
      <button type="submit" className="button">Find</button>
    </form>
  );
}
