/** Tells saved cards apart by what is known of them. */

/** @param {import('../types').SavedMethod} method */
export const cardOf = ({ type, brand, last4, expMonth, expYear }) => [type, brand, last4, expMonth, expYear].join();

/**
 * The same card saved twice is offered once: the default, else the first.
 * @param {import('../types').SavedMethod[]} methods
 */
export function withoutDuplicates(methods) {
  return methods.filter((method) => {
    const same = methods.filter((other) => cardOf(other) === cardOf(method));
    return (same.find(({ isDefault }) => isDefault) ?? same[0]) === method;
  });
}
