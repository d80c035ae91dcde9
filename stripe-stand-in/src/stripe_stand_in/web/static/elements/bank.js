// What a bank debit form checks by itself.
export const digitsOf = (text) => text.replace(/\D/g, '');

export function holderProblem(text) {
  return text.trim() ? null : { code: 'incomplete_name', message: 'Your name is incomplete.' };
}

export function routingProblem(text) {
  const digits = [...digitsOf(text)].map(Number);
  if (digits.length < 9) return { code: 'incomplete_routing_number', message: 'Your routing number is incomplete.' };
  const sum = digits.reduce((total, digit, at) => total + digit * [3, 7, 1][at % 3], 0);
  return sum % 10 === 0 ? null : { code: 'invalid_routing_number', message: 'Your routing number is invalid.' };
}

export function accountProblem(text) {
  return digitsOf(text).length >= 4 ? null : { code: 'incomplete_account_number', message: 'Your account number is incomplete.' };
}

export const compactIban = (text) => text.replace(/[^A-Za-z0-9]/g, '').toUpperCase();

export const formatIban = (text) => compactIban(text).slice(0, 34).replace(/(.{4})(?=.)/g, '$1 ');

export function ibanProblem(text) {
  const iban = compactIban(text);
  if (iban.length < 15) return { code: 'incomplete_iban', message: 'Your IBAN is incomplete.' };
  const rearranged = iban.slice(4) + iban.slice(0, 4);
  const digits = [...rearranged].map((sign) => parseInt(sign, 36)).join('');
  const rest = [...digits].reduce((remainder, digit) => (remainder * 10 + Number(digit)) % 97, 0);
  return /^[A-Z]{2}\d{2}/.test(iban) && rest === 1 ? null : { code: 'invalid_iban', message: 'Your IBAN is invalid.' };
}
