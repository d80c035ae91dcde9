import { intentOf } from './api.js';
import { PaymentElement, plain } from './element.js';
import { integrationError } from './errors.js';

// The group of elements that pays one intent.
const IMMUTABLE = ['clientSecret', 'fonts'];

export class Elements {
  constructor(api, options = {}) {
    if ('paymentMethodTypes' in options) {
      throw integrationError('paymentMethodTypes is no longer supported; use allowedPaymentMethodTypes.');
    }
    if (options.clientSecret !== undefined) intentOf(options.clientSecret);
    this._api = api;
    this._options = { ...options };
    this._element = null;
  }

  create(type, options = {}) {
    if (type !== 'payment') throw integrationError(`Only the payment element is offered here, not "${type}".`);
    if (this._element) throw integrationError('Can only create one Element of type payment through elements().');
    this._element = new PaymentElement(this, { ...options });
    return this._element;
  }

  getElement(type) {
    return type === 'payment' || type?.__elementType === 'payment' ? this._element : null;
  }

  update(changed) {
    for (const name of IMMUTABLE) {
      if (name in changed && changed[name] !== this._options[name]) {
        console.warn(`Elements cannot change ${name} once created; create a new group instead.`);
      }
    }
    const allowed = Object.entries(changed).filter(([name]) => !IMMUTABLE.includes(name));
    Object.assign(this._options, Object.fromEntries(allowed));
    this._element?._frame?.call('update', plain({ appearance: this._options.appearance }));
    return Promise.resolve();
  }

  async fetchUpdates() {
    return (await this._element?._frame?.call('refresh')) ?? {};
  }

  async submit() {
    if (!this._element) return { error: { type: 'validation_error', message: 'There is no payment form.' } };
    return this._element._ask('submit');
  }

  _forget(element) {
    if (this._element === element) this._element = null;
  }
}
