/** From a number on a receipt or in a mail to its order. */

import { useState } from 'react';

import { orderPlace } from './places.js';

export function FindOrder() {
  const [number, setNumber] = useState('');

  /** @param {import('react').FormEvent} event */
  function find(event) {
    event.preventDefault();
    if (number.trim()) window.location.hash = orderPlace(number.trim());
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
