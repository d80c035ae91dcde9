/** Orders and sums by day, as a chart and as a table. */

import { useState } from 'react';

import { useMoney } from '../MoneyContext.jsx';
import { BarChart } from './BarChart.jsx';
import { dailyFigures } from './operatorApi.js';
import { ProblemAlert } from './ProblemAlert.jsx';
import { useRequest } from './useRequest.js';

const MEASURES = /** @type {const} */ ([['gross', 'Taken'], ['refunded', 'Refunded'], ['orders', 'Orders']]);

export function Figures() {
  const money = useMoney();
  const { answer: days, problem, retry } = useRequest(dailyFigures);
  const [currency, setCurrency] = useState('');
  const [measure, setMeasure] = useState(/** @type {(typeof MEASURES)[number][0]} */ ('gross'));
  if (problem) return <ProblemAlert problem={problem} onRetry={retry} />;
  if (!days) return <p role="status">Loading the figures…</p>;
  if (days.length === 0) return <p className="card">No orders yet.</p>;

  const currencies = [...new Set(days.map((day) => day.currency))];
  const shown = currencies.includes(currency) ? currency : currencies[0];
  const rows = days.filter((day) => day.currency === shown).sort((a, b) => a.date.localeCompare(b.date));
  const say = (/** @type {number} */ value) => (measure === 'orders' ? String(value) : money(value, shown));
  const name = MEASURES.find(([key]) => key === measure)?.[1] ?? '';
  return (
    <section className="card" aria-label="By day">
      <div className="row">
        <div className="field filter">
          <label htmlFor="measure">Measure</label>
          <select id="measure" value={measure} onChange={({ target }) => setMeasure(/** @type {typeof measure} */ (target.value))}>
            {MEASURES.map(([key, label]) => <option key={key} value={key}>{label}</option>)}
          </select>
        </div>
        <div className="field filter">
          <label htmlFor="figures-currency">Currency</label>
          <select id="figures-currency" value={shown} onChange={({ target }) => setCurrency(target.value)}>
            {currencies.map((code) => <option key={code} value={code}>{code.toUpperCase()}</option>)}
          </select>
        </div>
      </div>
      <BarChart label={`${name} by day, ${shown.toUpperCase()}`} bars={rows.map((day) => ({ name: day.date, value: day[measure] }))} say={say} />
      <details>
        <summary>The same as a table</summary>
        <div className="table-card" tabIndex={0} role="region" aria-label="Table of daily figures">
          <table>
            <thead><tr><th scope="col">Day</th><th scope="col" className="figure">Orders</th><th scope="col" className="figure">Taken</th><th scope="col" className="figure">Refunded</th></tr></thead>
            <tbody>
              {rows.map((day) => (
                <tr key={day.date}>
                  <th scope="row">{day.date}</th><td className="figure">{day.orders}</td>
                  <td className="figure">{money(day.gross, shown)}</td><td className="figure">{money(day.refunded, shown)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}
