/** Orders and sums of a range of days, as a chart and as a table, compared with as many days before. */

import { useCallback } from 'react';

import { useMoney } from '../MoneyContext.jsx';
import { asDecimal } from '../money.js';
import { BarChart } from './BarChart.jsx';
import { Choice } from './Choice.jsx';
import { asCsv, download } from './csv.js';
import { dailyFigures } from './operatorApi.js';
import { ProblemAlert } from './ProblemAlert.jsx';
import { goTo } from './routes.js';
import { useRequest } from './useRequest.js';

/** @typedef {import('../types').DailyFigures} Day */

const MEASURES = /** @type {const} */ ([['gross', 'Taken'], ['refunded', 'Refunded'], ['lost', 'Lost in disputes'], ['orders', 'Orders'], ['paid', 'Paid orders']]);
const RANGES = /** @type {const} */ ([['7', '7 days'], ['30', '30 days'], ['90', '90 days'], ['180', '180 days']]);
const DAY_MS = 86_400_000;

/** A day so many days later. @param {string} day @param {number} days */
const shifted = (day, days) => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** @param {Day[]} days */
const totals = (days) => Object.fromEntries(MEASURES.map(([key]) => [key, days.reduce((sum, day) => sum + day[key], 0)]));

/** @param {{filters: import('./routes.js').Filters, currencies: {code: string, exponent: number}[]}} props */
export function Figures({ filters, currencies }) {
  const money = useMoney();
  const length = RANGES.some(([days]) => days === filters.days) ? Number(filters.days) : 30;
  const { answer, problem, retry } = useRequest(useCallback(async () => {
    const figures = await dailyFigures({ days: length });
    const before = await dailyFigures({ from: shifted(figures.from, -length), to: shifted(figures.from, -1) });
    return { figures, before: before.days };
  }, [length]));
  if (problem) return <ProblemAlert problem={problem} onRetry={retry} />;
  if (!answer) return <p role="status">Loading the figures…</p>;

  const { figures, before } = answer;
  const codes = [...new Set([...figures.days, ...before].map((day) => day.currency))];
  const shown = codes.includes(filters.currency) ? filters.currency : codes[0] ?? '';
  const [measure, name] = MEASURES.find(([key]) => key === filters.measure) ?? MEASURES[0];
  const rows = figures.days.filter((day) => day.currency === shown);
  const now = totals(rows);
  const then = totals(before.filter((day) => day.currency === shown));
  const say = (/** @type {string} */ what, /** @type {number} */ value) => (what === 'orders' || what === 'paid' ? String(value) : money(value, shown));
  const choose = (/** @type {import('./routes.js').Filters} */ changed) => goTo('figures', { ...filters, ...changed });
  const every = Array.from({ length }, (_, index) => shifted(figures.from, index));
  const bars = every.map((date) => ({ name: date, value: rows.find((day) => day.date === date)?.[measure] ?? 0 }));
  return (
    <section className="card" aria-label="By day">
      <div className="filters">
        <Choice label="Range" id="range" chosen={String(length)} choices={RANGES} onChoose={(days) => choose({ days })} />
        <Choice label="Measure" id="measure" chosen={measure} choices={MEASURES} onChoose={(chosen) => choose({ measure: chosen })} />
        {codes.length > 0 && <Choice label="Currency" id="figures-currency" chosen={shown} choices={codes.map((code) => /** @type {const} */ ([code, code.toUpperCase()]))} onChoose={(currency) => choose({ currency })} />}
      </div>
      <p className="hint">Days of {figures.timeZone}, from {figures.from} to {figures.to}; sums count for the day on which the order was placed.</p>
      {codes.length === 0 ? <p>No orders in these days, nor in the {length} before.</p> : (
        <>
          <div className="table-card" tabIndex={0} role="region" aria-label="Table of sums">
            <table>
              <thead><tr><th scope="col">Sum</th><th scope="col" className="figure">These {length} days</th><th scope="col" className="figure">The {length} before</th><th scope="col" className="figure">Change</th></tr></thead>
              <tbody>
                {MEASURES.map(([key, label]) => (
                  <tr key={key}><th scope="row">{label}</th><td className="figure">{say(key, now[key])}</td><td className="figure">{say(key, then[key])}</td><td className="figure">{change(now[key], then[key])}</td></tr>
                ))}
              </tbody>
            </table>
          </div>
          <BarChart label={`${name} by day, ${shown.toUpperCase()}`} bars={bars} say={(value) => say(measure, value)} />
          <details>
            <summary>The same as a table</summary>
            <div className="table-card" tabIndex={0} role="region" aria-label="Table of daily figures">
              <table>
                <thead><tr><th scope="col">Day</th>{MEASURES.map(([key, label]) => <th key={key} scope="col" className="figure">{label}</th>)}</tr></thead>
                <tbody>
                  {rows.map((day) => (
                    <tr key={day.date}><th scope="row">{day.date}</th>{MEASURES.map(([key]) => <td key={key} className="figure">{say(key, day[key])}</td>)}</tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
          <button type="button" className="link" onClick={() => download('figures.csv', csvOf(figures.days, currencies))}>Download these as CSV</button>
        </>
      )}
    </section>
  );
}

/** @param {number} now @param {number} then */
function change(now, then) {
  if (then === 0) return now === 0 ? 'none' : 'new';
  const percent = Math.round(((now - then) / then) * 100);
  return percent === 0 ? 'none' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
}

/** @param {Day[]} days @param {{code: string, exponent: number}[]} currencies */
function csvOf(days, currencies) {
  return asCsv(['day', 'currency', 'orders', 'paid', 'taken', 'refunded', 'lost'], days.map((day) => {
    const exponent = currencies.find(({ code }) => code === day.currency)?.exponent ?? 2;
    return [day.date, day.currency, day.orders, day.paid, ...[day.gross, day.refunded, day.lost].map((sum) => asDecimal(sum, exponent))];
  }));
}
