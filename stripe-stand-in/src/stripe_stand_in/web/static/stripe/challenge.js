import { Frame } from './frame.js';

// 3-D Secure inside the page: the bank's page in a modal dialogue. Closing it, by Escape too, is a failed authentication.
export function authenticate(api, intent, clientSecret) {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog');
    dialog.setAttribute('aria-label', 'Bank authentication');
    Object.assign(dialog.style, {
      border: '0', borderRadius: '12px', padding: '0', width: 'min(28rem, calc(100vw - 2rem))',
      height: 'min(26rem, calc(100vh - 2rem))', overflow: 'hidden',
    });
    const before = document.activeElement;
    const init = { key: api.key, clientSecret, intent: intent.id };
    const frame = new Frame(api.origin, 'Bank authentication', '/endive/challenge', init, ({ event }) => {
      if (event === 'ready') frame.iframe.focus();
      if (event === 'done' || event === 'loaderror') close();
    });
    frame.iframe.style.height = '100%';
    function close() {
      frame.close();
      dialog.close();
      dialog.remove();
      if (before instanceof HTMLElement) before.focus();
      resolve();
    }
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      frame.call('fail');
    });
    dialog.append(frame.iframe);
    document.body.append(dialog);
    dialog.showModal();
  });
}
