/** The shop's login page, which sends people back to this one. */

/** @param {string} loginUrl @returns {string} */
export function loginHref(loginUrl) {
  const target = new URL(loginUrl);
  target.searchParams.set('return_to', window.location.href);
  return target.href;
}
