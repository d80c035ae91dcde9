/** A time in the operator's own zone, with the exact one in the markup. */

const format = new Intl.DateTimeFormat(navigator.language, { dateStyle: 'medium', timeStyle: 'short' });

/** @param {{at: string}} props RFC 3339 */
export function Moment({ at }) {
  return <time dateTime={at}>{format.format(new Date(at))}</time>;
}
