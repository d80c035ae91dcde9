/** What the shop's own systems were sent about one order. */

import { useState } from 'react';

import { asProblem } from '../api/problem.js';
import { DeliveryHead } from './Deliveries.jsx';
import { resendEvent } from './operatorApi.js';
import { ProblemAlert } from './ProblemAlert.jsx';

/** @param {{deliveries: import('../types').Delivery[], onResent: () => void}} props */
export function OrderDeliveries({ deliveries, onResent }) {
  const [refused, setRefused] = useState(/** @type {import('../api/problem.js').Problem | null} */ (null));

  /** @param {string} id */
  async function resend(id) {
    setRefused(null);
    try {
      await resendEvent(id);
      onResent();
    } catch (error) {
      setRefused(asProblem(error));
    }
  }

  return (
    <section className="card" aria-labelledby="deliveries-heading">
      <h2 id="deliveries-heading">What the shop&apos;s systems were sent</h2>
      {refused && <ProblemAlert problem={refused} />}
      <ul className="holds">
        {deliveries.map((delivery) => <li key={delivery.id}><DeliveryHead delivery={delivery} onResend={resend} inOrder /></li>)}
      </ul>
    </section>
  );
}
