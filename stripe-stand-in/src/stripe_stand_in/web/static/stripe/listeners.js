import { integrationError } from './errors.js';

// Events of an element. What happened once and for good (ready, loaderror) is reported to late listeners too: the page
// attaches its listeners after mounting, and the frame may be faster than the page.
export class Listeners {
  constructor() {
    this.byEvent = new Map();
    this.settled = new Map();
  }

  on(event, listener) {
    if (typeof listener !== 'function') throw integrationError(`The listener of "${event}" must be a function.`);
    if (!this.byEvent.has(event)) this.byEvent.set(event, new Set());
    this.byEvent.get(event).add(listener);
    if (this.settled.has(event)) {
      setTimeout(() => {
        if (this.byEvent.get(event).has(listener) && this.settled.has(event)) listener(this.settled.get(event));
      }, 0);
    }
  }

  once(event, listener) {
    const onceOnly = (payload) => {
      this.off(event, onceOnly);
      listener(payload);
    };
    this.on(event, onceOnly);
  }

  off(event, listener) {
    if (listener === undefined) this.byEvent.delete(event);
    else this.byEvent.get(event)?.delete(listener);
  }

  notify(event, payload) {
    if (event === 'ready' || event === 'loaderror') this.settled.set(event, payload);
    for (const listener of [...(this.byEvent.get(event) ?? [])]) listener(payload);
  }

  forget() {
    this.settled.clear();
  }
}
