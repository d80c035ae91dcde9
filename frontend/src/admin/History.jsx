/** The order's audit trail, oldest entry first. */

import { DateTime } from './DateTime.jsx';

/** @param {unknown} data */
const asText = (data) => Object.entries(data ?? {}).map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`).join(', ');

/** @param {{entries: import('../types').HistoryEntry[]}} props */
export function History({ entries }) {
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
