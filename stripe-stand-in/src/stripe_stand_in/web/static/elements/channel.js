// The frame's end of the channel into the shop's page. The first message brings a private port, and is taken only from
// the window around this frame and only from the shop's origin; later messages are ignored.
const shopOrigins = document.querySelector('meta[name="shop-origins"]').content.split(' ').filter(Boolean);

export function connected() {
  return new Promise((resolve) => {
    function onInit(event) {
      if (event.source !== window.parent || !shopOrigins.includes(event.origin) || !event.ports[0]) return;
      window.removeEventListener('message', onInit);
      resolve({ init: event.data.init, port: event.ports[0] });
    }
    window.addEventListener('message', onInit);
  });
}

// Answers the page's calls with what `actions[name](args)` resolves to.
export function serve(port, actions) {
  port.onmessage = async ({ data: { call, name, args } }) => {
    const result = await actions[name]?.(args);
    port.postMessage({ answer: call, result: result ?? {} });
  };
}
