/** The order's audit trail, oldest entry first. */

import { useMoney } from '../MoneyContext.jsx';
import { DateTime } from './DateTime.jsx';

const AMOUNT = /^(amount|refundable|total)/;

/** @param {{entries: import('../types').HistoryEntry[], currency: string}} props */
export function History({ entries, currency }) {
  const money = useMoney();
  const asText = (/** @type {import('../types').HistoryEntry['data']} */ data) => {
    const code = typeof data.currency === 'string' ? data.currency : currency;
    return Object.entries(data).filter(([, value]) => value !== null)
      .map(([name, value]) => `${name} ${typeof value === 'number' && AMOUNT.test(name) ? money(value, code) : value}`).join(', ');
  };
  return (
    <section className="card" aria-labelledby="history-heading">
      <h2 id="history-heading">History</h2>
      <ol className="history">
        {entries.map((entry) => (
          <li key={entry.seq}>
            <span className="history-seq number">{entry.seq}</span>
            <div>
              <strong>{entry.type}</strong> <span className="hint">by {entry.actor}, <DateTime at={entry.at} /></span>
              <p className="hint">{asText(entry.data)}</p>
              <p className="hint number">{entry.cause}, {entry.hash.slice(0, 12)}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
