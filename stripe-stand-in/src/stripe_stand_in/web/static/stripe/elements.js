import { intentOf } from './api.js';
import { KINDS, MountedElement, plain } from './element.js';
import { integrationError } from './errors.js';

// The group of elements that pays one intent.
const IMMUTABLE = ['clientSecret', 'fonts'];

// What each kind of element makes use of. The rest is Stripe's to show: a page that relies on it sees so in its console.
const USED = { payment: [], linkAuthentication: ['defaultValues'], address: ['mode', 'defaultValues'] };

function warnOfUnused(type, options) {
  const unused = Object.keys(options).filter((name) => !USED[type].includes(name));
  if (unused.length) console.warn(`The stand-in's "${type}" element makes no use of the options ${unused.join(', ')}.`);
}

export class Elements {
  constructor(api, options = {}) {
    if ('paymentMethodTypes' in options) {
      throw integrationError('paymentMethodTypes is no longer supported; use allowedPaymentMethodTypes.');
    }
    if (options.clientSecret !== undefined) intentOf(options.clientSecret);
    this._api = api;
    this._options = { ...options };
    this._created = new Map();
  }

  create(type, options = {}) {
    if (!(type in KINDS)) {
      throw integrationError(`The element "${type}" is not offered here; there are: ${Object.keys(KINDS).join(', ')}.`);
    }
    if (this._created.has(type)) throw integrationError(`Can only create one Element of type ${type} through elements().`);
    if (type === 'address' && !['shipping', 'billing'].includes(options.mode)) {
      throw integrationError('The address element needs a mode: "shipping" or "billing".');
    }
    warnOfUnused(type, options);
    this._created.set(type, new MountedElement(this, type, { ...options }));
    return this._created.get(type);
  }

  getElement(type) {
    return this._created.get(type?.__elementType ?? type) ?? null;
  }

  update(changed) {
    for (const name of IMMUTABLE) {
      if (name in changed && changed[name] !== this._options[name]) {
        console.warn(`Elements cannot change ${name} once created; create a new group instead.`);
      }
    }
    const allowed = Object.entries(changed).filter(([name]) => !IMMUTABLE.includes(name));
    Object.assign(this._options, Object.fromEntries(allowed));
    for (const element of this._created.values()) {
      element._frame?.call('update', plain({ appearance: this._options.appearance }));
    }
    return Promise.resolve();
  }

  async fetchUpdates() {
    return (await this.getElement('payment')?._frame?.call('refresh')) ?? {};
  }

  async submit() {
    const payment = this.getElement('payment');
    if (!payment) return { error: { type: 'validation_error', message: 'There is no payment form.' } };
    for (const element of this._created.values()) {
      const checked = element === payment ? {} : await element._ask('submit');
      if (checked.error) return checked;
    }
    return payment._ask('submit');
  }

  // What the elements beside the payment element add to a confirmation.
  async _details() {
    const link = await this.getElement('linkAuthentication')?.getValue();
    const address = await this.getElement('address')?.getValue();
    const billing = this.getElement('address')?._options.mode === 'billing' ? address?.value : undefined;
    const billingDetails = { ...(link && { email: link.value.email }), ...billing };
    return {
      ...(address && !billing && { shipping: address.value }),
      ...(Object.keys(billingDetails).length && { payment_method_data: { billing_details: billingDetails } }),
    };
  }

  _forget(element) {
    if (this.getElement(element.elementType) === element) this._created.delete(element.elementType);
  }
}
