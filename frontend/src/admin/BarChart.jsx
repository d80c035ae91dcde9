/** A bar chart in SVG without inline styles, which the page's policy refuses. */

const WIDTH = 720;
const HEIGHT = 220;
const BASE = HEIGHT - 24;

/** @param {{label: string, bars: {name: string, value: number}[], say: (value: number) => string}} props */
export function BarChart({ label, bars, say }) {
  const highest = Math.max(1, ...bars.map(({ value }) => value));
  const step = WIDTH / Math.max(bars.length, 7);
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${label}; the highest is ${say(highest)}`}>
        <line x1="0" x2={WIDTH} y1={BASE} y2={BASE} className="chart-base" />
        {bars.map(({ name, value }, index) => {
          const height = Math.round((value / highest) * (BASE - 20));
          return (
            <rect key={name} x={index * step + step * 0.12} width={step * 0.76} y={BASE - height} height={height} rx="3">
              <title>{`${name}: ${say(value)}`}</title>
            </rect>
          );
        })}
        {bars.length > 0 && <text x="0" y={HEIGHT - 6}>{bars[0].name}</text>}
        {bars.length > 1 && <text x={Math.max(step * bars.length, 240)} y={HEIGHT - 6} textAnchor="end">{bars[bars.length - 1].name}</text>}
        <text x="0" y="12">{say(highest)}</text>
      </svg>
      <figcaption className="hint">{label}</figcaption>
    </figure>
  );
}
