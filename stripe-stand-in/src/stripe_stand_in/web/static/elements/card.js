// What a card form checks by itself, before anything is sent.
const BRANDS = [
  { name: 'amex', label: 'American Express', starts: /^3[47]/, lengths: [15], gaps: [4, 10], cvc: 4 },
  { name: 'diners', label: 'Diners Club', starts: /^3(?:0[0-5]|[689])/, lengths: [14, 16], gaps: [4, 10], cvc: 3 },
  { name: 'jcb', label: 'JCB', starts: /^35/, lengths: [16], gaps: [4, 8, 12], cvc: 3 },
  { name: 'visa', label: 'Visa', starts: /^4/, lengths: [16, 13, 19], gaps: [4, 8, 12, 16], cvc: 3 },
  { name: 'mastercard', label: 'Mastercard', starts: /^(?:5[1-5]|2[2-7])/, lengths: [16], gaps: [4, 8, 12], cvc: 3 },
  { name: 'discover', label: 'Discover', starts: /^6(?:011|4[4-9]|5)/, lengths: [16], gaps: [4, 8, 12], cvc: 3 },
  { name: 'unionpay', label: 'UnionPay', starts: /^62/, lengths: [16, 17, 18, 19], gaps: [4, 8, 12, 16], cvc: 3 },
];
const UNKNOWN = { name: 'unknown', label: '', lengths: [16], gaps: [4, 8, 12], cvc: 3 };

export const digitsOf = (text) => text.replace(/\D/g, '');

export const brandOf = (number) => BRANDS.find(({ starts }) => starts.test(digitsOf(number))) ?? UNKNOWN;

export function formatNumber(text) {
  const brand = brandOf(text);
  const digits = digitsOf(text).slice(0, Math.max(...brand.lengths));
  return [...digits].map((digit, at) => (brand.gaps.includes(at) ? ` ${digit}` : digit)).join('');
}

// "1" may become 10, 11 or 12; "4" can only be April.
export function formatExpiry(text) {
  const typed = digitsOf(text);
  const digits = (/^[2-9]/.test(typed) ? `0${typed}` : typed).slice(0, 4);
  return digits.length < 3 ? digits : `${digits.slice(0, 2)} / ${digits.slice(2)}`;
}

export const formatCvc = (text, number) => digitsOf(text).slice(0, brandOf(number).name === 'unknown' ? 4 : brandOf(number).cvc);

export function passesLuhn(number) {
  const sum = [...digitsOf(number)].reverse().reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

export function numberProblem(number) {
  const digits = digitsOf(number);
  if (digits.length < Math.min(...brandOf(number).lengths)) {
    return { code: 'incomplete_number', message: 'Your card number is incomplete.' };
  }
  if (!passesLuhn(digits) || !brandOf(number).lengths.includes(digits.length)) {
    return { code: 'invalid_number', message: 'Your card number is invalid.' };
  }
  return null;
}

export function expiryOf(text) {
  const digits = digitsOf(text);
  return { month: Number(digits.slice(0, 2)), year: 2000 + Number(digits.slice(2, 4)) };
}

export function expiryProblem(text, today) {
  const digits = digitsOf(text);
  if (digits.length < 4) return { code: 'incomplete_expiry', message: 'Your card’s expiration date is incomplete.' };
  const { month, year } = expiryOf(text);
  if (month < 1 || month > 12) return { code: 'invalid_expiry_month', message: 'Your card’s expiration month is invalid.' };
  if (year > today.getFullYear() + 50) return { code: 'invalid_expiry_year', message: 'Your card’s expiration year is invalid.' };
  if (year < today.getFullYear()) {
    return { code: 'invalid_expiry_year_past', message: 'Your card’s expiration year is in the past.' };
  }
  if (year === today.getFullYear() && month < today.getMonth() + 1) {
    return { code: 'invalid_expiry_month_past', message: 'Your card’s expiration date is in the past.' };
  }
  return null;
}

export function cvcProblem(cvc, number) {
  const brand = brandOf(number);
  const length = digitsOf(cvc).length;
  const enough = brand.name === 'unknown' ? length >= 3 : length === brand.cvc;
  return enough ? null : { code: 'incomplete_cvc', message: 'Your card’s security code is incomplete.' };
}
