/** A status as text; the colour only repeats it. */

const TONES = /** @type {Record<string, string>} */ ({
  confirmed: 'good', succeeded: 'good', applied: 'good', won: 'good', released: 'good', delivered: 'good',
  on_hold: 'bad', disputed: 'bad', failed: 'bad', lost: 'bad', dead: 'bad', dead_letter: 'bad', open: 'bad', set_aside: 'bad', needs_response: 'bad', warning_needs_response: 'bad', elevated: 'bad', highest: 'bad',
  partially_refunded: 'warm', authorized: 'warm', processing: 'warm', requires_action: 'warm', due: 'warm', unmatched: 'warm', unknown: 'warm',
});

/** @param {{children: string}} props */
export function Badge({ children }) {
  return <span className="badge" data-tone={TONES[children] ?? 'plain'}>{children.replaceAll('_', ' ')}</span>;
}
