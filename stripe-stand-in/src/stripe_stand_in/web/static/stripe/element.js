import { integrationError } from './errors.js';
import { Frame } from './frame.js';
import { Listeners } from './listeners.js';

// The kinds of element: the page inside the frame, and the frame's title.
export const KINDS = {
  payment: { path: '/endive/elements', title: 'Secure payment details' },
  linkAuthentication: { path: '/endive/elements/link', title: 'Secure e-mail details' },
  address: { path: '/endive/elements/address', title: 'Secure address details' },
};

// One element: what `elements.create(type)` gives the page.
export class MountedElement {
  constructor(elements, type, options = {}) {
    this._elements = elements;
    this._type = type;
    this._options = options;
    this._listeners = new Listeners();
    this._frame = null;
    this._place = null;
    this._destroyed = false;
  }

  get elementType() {
    return this._type;
  }

  on(event, listener) {
    this._listeners.on(event, listener);
    return this;
  }

  once(event, listener) {
    this._listeners.once(event, listener);
    return this;
  }

  off(event, listener) {
    this._listeners.off(event, listener);
    return this;
  }

  mount(where) {
    if (this._destroyed) throw integrationError('This Element was destroyed; create a new one.');
    const place = typeof where === 'string' ? document.querySelector(where) : where;
    if (!(place instanceof Element)) throw integrationError('mount() needs a DOM node or a selector that matches one.');
    this.unmount();
    this._place = place;
    const { origin, key } = this._elements._api;
    const { clientSecret, appearance } = this._elements._options;
    const init = plain({ key, clientSecret, appearance, options: this._options });
    const { path, title } = KINDS[this._type];
    this._frame = new Frame(origin, title, path, init, (m) => this._hear(m));
    this._frame.iframe.style.height = '0';
    place.replaceChildren(this._frame.iframe);
    setTimeout(() => this._tell('loaderstart'), 0);
  }

  unmount() {
    this._frame?.close();
    this._frame = null;
    this._place = null;
    this._listeners.forget();
  }

  destroy() {
    this.unmount();
    this._destroyed = true;
    this._elements._forget(this);
  }

  update(options) {
    Object.assign(this._options, options);
    this._frame?.call('update', plain({ options }));
    return this;
  }

  focus() {
    this._frame?.iframe.focus();
    this._frame?.call('focus');
  }

  blur() {
    this._frame?.call('blur');
    this._frame?.iframe.blur();
  }

  clear() {
    this._frame?.call('clear');
  }

  collapse() {
    this._frame?.call('blur');
  }

  // The address element's current value, complete or not.
  getValue() {
    return this._ask('value');
  }

  _ask(name, args) {
    if (!this._frame) throw integrationError(`The ${this._type} element is not mounted.`);
    return this._frame.call(name, plain(args ?? {}));
  }

  _hear({ event, payload, height }) {
    if (height !== undefined && this._frame) this._frame.iframe.style.height = `${height}px`;
    else if (event === 'submit') this._place?.closest('form')?.requestSubmit();
    else if (event) this._tell(event, payload);
  }

  _tell(event, payload = {}) {
    this._listeners.notify(event, { elementType: this._type, ...payload });
  }
}

// What crosses into the frame is data: functions and DOM nodes stay behind.
export function plain(value) {
  return JSON.parse(JSON.stringify(value ?? null));
}
