import { connectionError } from './errors.js';

// The page's end of a card frame: an iframe of the payment service's origin and a private channel into it. The page
// sends requests and receives outcomes; what the shopper types never crosses.
const LOADING_LIMIT_MS = 15000;

export class Frame {
  constructor(origin, title, path, init, hear) {
    this.calls = new Map();
    this.lastCall = 0;
    this.hear = hear;
    this.iframe = document.createElement('iframe');
    this.iframe.src = new URL(path, origin).href;
    this.iframe.title = title;
    this.iframe.setAttribute('allow', `payment ${origin}; clipboard-read ${origin}`);
    Object.assign(this.iframe.style, { border: '0', display: 'block', width: '100%', colorScheme: 'normal' });
    this.channel = new MessageChannel();
    this.channel.port1.onmessage = ({ data }) => this.receive(data);
    this.iframe.addEventListener('load', () => {
      this.iframe.contentWindow?.postMessage({ init }, origin, [this.channel.port2]);
    }, { once: true });
    this.silent = false;
    this.loading = setTimeout(() => {
      this.silent = true;
      this.hear({ event: 'loaderror', payload: connectionError() });
      this.abandon();
    }, LOADING_LIMIT_MS);
  }

  receive(message) {
    if (message.answer !== undefined) {
      this.calls.get(message.answer)?.(message.result);
      this.calls.delete(message.answer);
      return;
    }
    if (message.event === 'ready' || message.event === 'loaderror') clearTimeout(this.loading);
    this.hear(message);
  }

  call(name, args = {}) {
    if (this.silent) return Promise.resolve(connectionError());
    this.lastCall += 1;
    const call = this.lastCall;
    return new Promise((resolve) => {
      this.calls.set(call, resolve);
      this.channel.port1.postMessage({ call, name, args });
    });
  }

  close() {
    clearTimeout(this.loading);
    this.channel.port1.close();
    this.iframe.remove();
    this.silent = true;
    this.abandon();
  }

  abandon() {
    for (const resolve of this.calls.values()) resolve(connectionError());
    this.calls.clear();
  }
}
