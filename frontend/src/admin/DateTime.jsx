/** A date and time in the operator's time zone; the markup holds the UTC value. */

import { locale } from '../language.js';

const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

/** @param {{at: string}} props RFC 3339 */
export function DateTime({ at }) {
  return <time dateTime={at}>{format.format(new Date(at))}</time>;
}
