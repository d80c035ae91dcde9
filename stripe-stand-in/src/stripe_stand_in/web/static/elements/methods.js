// The ways to pay that the form knows: each with its fields, its checks and its part of the request.
import { accountProblem, digitsOf as bankDigits, compactIban, formatIban, holderProblem, ibanProblem, routingProblem } from './bank.js';
import { brandOf, cvcProblem, digitsOf, expiryOf, expiryProblem, formatCvc, formatExpiry, formatNumber, numberProblem } from './card.js';
import { Field } from './field.js';
import { VOUCHERS } from './voucher.js';

function cardMethod() {
  const brand = document.getElementById('brand');
  const number = new Field('number', { format: formatNumber, problem: numberProblem });
  const expiry = new Field('expiry', { format: formatExpiry, problem: (text) => expiryProblem(text, new Date()) });
  const cvc = new Field('cvc', {
    format: (text) => formatCvc(text, number.value),
    problem: (text) => cvcProblem(text, number.value),
  });
  number.input.addEventListener('input', () => {
    brand.textContent = brandOf(number.value).label;
  });
  return {
    label: 'Card',
    fields: [number, expiry, cvc],
    details() {
      const { month, year } = expiryOf(expiry.value);
      return { card: { number: digitsOf(number.value), exp_month: month, exp_year: year, cvc: digitsOf(cvc.value) } };
    },
  };
}

const holderField = (id) => new Field(id, { format: (text) => text, problem: holderProblem });

function usBankMethod() {
  const holder = holderField('usHolder');
  const routing = new Field('routing', { format: (text) => bankDigits(text).slice(0, 9), problem: routingProblem });
  const account = new Field('account', { format: (text) => bankDigits(text).slice(0, 17), problem: accountProblem });
  return {
    label: 'Bank account',
    fields: [holder, routing, account],
    details: () => ({
      billing_details: { name: holder.value },
      us_bank_account: {
        routing_number: routing.value, account_number: account.value, account_holder_type: 'individual', account_type: 'checking',
      },
    }),
  };
}

function sepaMethod() {
  const holder = holderField('sepaHolder');
  const iban = new Field('iban', { format: formatIban, problem: ibanProblem });
  return {
    label: 'Bank debit (SEPA)',
    fields: [holder, iban],
    details: () => ({ billing_details: { name: holder.value }, sepa_debit: { iban: compactIban(iban.value) } }),
  };
}

export const METHODS = { card: cardMethod, us_bank_account: usBankMethod, sepa_debit: sepaMethod, ...VOUCHERS };
export const DEBITS = ['us_bank_account', 'sepa_debit'];
