/** A date and time to the second in the operator's own time zone, which is named; the markup holds the UTC value. */

import { locale } from '../language.js';

const format = new Intl.DateTimeFormat(locale, {
  year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short',
});

/** @param {{at: string}} props RFC 3339 */
export function DateTime({ at }) {
  return <time dateTime={at}>{format.format(new Date(at))}</time>;
}
