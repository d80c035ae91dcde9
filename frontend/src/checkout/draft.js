/** The details that the shopper has typed: stored for the tab, validated before they are sent. */

/** @typedef {import('../types').Draft} Draft */

const STORAGE_KEY = 'till.draft';
/** The API's limit for names and address lines. */
const LONGEST = 200;

/** @type {Draft} */
export const BLANK = { email: '', name: '', phone: '', line1: '', line2: '', city: '', state: '', postalCode: '', country: '', saveCard: false };

/** @type {(keyof Draft)[]} in the order of the form, which is also the order of focus on an error */
export const FIELD_ORDER = ['email', 'phone', 'name', 'country', 'line1', 'line2', 'postalCode', 'city', 'state'];

const REQUIRED = /** @type {const} */ ({
  email: 'Enter your e-mail address.',
  name: 'Enter the name of the person receiving the parcel.',
  line1: 'Enter the street and house number.',
  city: 'Enter the town or city.',
  postalCode: 'Enter the postal code.',
  country: 'Choose a country.',
});

/** @param {Draft} draft @returns {Partial<Record<keyof Draft, string>>} a message for each field at fault */
export function faultsOf(draft) {
  /** @type {Partial<Record<keyof Draft, string>>} */
  const faults = {};
  for (const [field, message] of Object.entries(REQUIRED)) {
    const name = /** @type {keyof typeof REQUIRED} */ (field);
    if (!draft[name].trim()) faults[name] = message;
  }
  if (!faults.email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(draft.email.trim())) {
    faults.email = 'Enter an e-mail address like name@example.com.';
  }
  for (const field of FIELD_ORDER) {
    if (String(draft[field]).length > LONGEST) faults[field] = `Use at most ${LONGEST} characters.`;
  }
  return faults;
}

/** @param {Draft} draft @returns {import('../types').ShippingAddress} blank optional fields are left out */
export function addressOf(draft) {
  const optional = Object.fromEntries(
    (/** @type {const} */ (['line2', 'state', 'phone'])).map((field) => [field, draft[field].trim()]).filter(([, value]) => value),
  );
  return {
    name: draft.name.trim(), line1: draft.line1.trim(), city: draft.city.trim(),
    postalCode: draft.postalCode.trim(), country: draft.country, ...optional,
  };
}

/** @param {import('../types').ShippingAddress} address @returns {Partial<Draft>} */
export function draftOf(address) {
  const { name, line1, city, postalCode, country } = address;
  return { name, line1, city, country, postalCode: postalCode ?? '', line2: address.line2 ?? '', state: address.state ?? '', phone: address.phone ?? '' };
}

/**
 * The API's field names as the form's: `shippingAddress.postalCode` is `postalCode`, `receiptEmail` is `email`.
 * @param {Record<string, string>} fields
 */
export function faultsFromServer(fields) {
  /** @type {Partial<Record<keyof Draft, string>>} */
  const faults = {};
  for (const [path, message] of Object.entries(fields)) {
    const field = path === 'receiptEmail' ? 'email' : path.replace(/^shippingAddress\./, '');
    if (field in BLANK) faults[/** @type {keyof Draft} */ (field)] = message;
  }
  return faults;
}

/** @param {Draft} draft */
export function saveDraft(draft) {
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify(draft));
}

/** @returns {Draft} */
export function loadDraft() {
  try {
    return { ...BLANK, ...JSON.parse(sessionStorage.getItem(STORAGE_KEY) || '{}') };
  } catch {
    return BLANK;
  }
}
