// The form of a voucher: who gets it, and where it is sent. Its number and its page come with the next action.
import { holderProblem } from './bank.js';
import { Field } from './field.js';

const LABELS = { boleto: 'Boleto', konbini: 'Konbini', multibanco: 'Multibanco', oxxo: 'OXXO' };
const plain = { format: (text) => text };

function emailProblem(text) {
  return /^[^@\s]+@[^@\s]+$/.test(text.trim()) ? null : { code: 'incomplete_email', message: 'Your email is incomplete.' };
}

function taxIdProblem(text) {
  return text.trim() ? null : { code: 'incomplete_tax_id', message: 'Your CPF or CNPJ is incomplete.' };
}

function row(id, label, autocomplete) {
  const place = document.createElement('div');
  place.className = 'field wide';
  const name = Object.assign(document.createElement('label'), { htmlFor: `Field-${id}Input`, textContent: label });
  const input = Object.assign(document.createElement('input'), { id: `Field-${id}Input`, autocomplete, spellcheck: false });
  input.setAttribute('aria-required', 'true');
  input.setAttribute('aria-describedby', `Field-${id}Error`);
  const message = Object.assign(document.createElement('p'), { id: `Field-${id}Error`, className: 'error' });
  message.setAttribute('aria-live', 'polite');
  place.append(name, input, message);
  return place;
}

export function voucherMethod(type) {
  const section = Object.assign(document.createElement('section'), { id: type, className: 'fields', hidden: true });
  section.setAttribute('aria-label', LABELS[type]);
  section.append(row(`${type}Name`, 'Full name', 'name'), row(`${type}Email`, 'Email', 'email'));
  if (type === 'boleto') section.append(row('boletoTax', 'CPF or CNPJ', 'off'));
  document.getElementById('form').append(section);
  const name = new Field(`${type}Name`, { ...plain, problem: holderProblem });
  const email = new Field(`${type}Email`, { ...plain, problem: emailProblem });
  const tax = type === 'boleto' ? new Field('boletoTax', { ...plain, problem: taxIdProblem }) : null;
  return {
    label: LABELS[type],
    fields: [name, email, ...(tax ? [tax] : [])],
    details: () => ({
      billing_details: { name: name.value, email: email.value },
      ...(tax && { boleto: { tax_id: tax.value } }),
    }),
  };
}

export const VOUCHERS = Object.fromEntries(Object.keys(LABELS).map((type) => [type, () => voucherMethod(type)]));
