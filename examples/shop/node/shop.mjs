// A small shop that sells through Till: its own prices, Till's checkout page, Till's events.
//
// It remembers in SQLite what it is about to ask of Till before it asks, and asks again after a restart. Till answers the
// same request the same way: an order by its `reference`, a capture and a refund by their Idempotency-Key.
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Webhook } from "standardwebhooks";

const { TILL_API_URL: API, TILL_JWT_SECRET: JWT_SECRET, PORT = "4000", SHOP_DATA = ".", SHOP_PREFIX = "SHOP" } = process.env;
const events = new Webhook(process.env.SHOP_WEBHOOK_SECRET);
const PRODUCTS = { MUG: ["Enamel mug", 1299], TEA: ["Green tea, 100 g", 851] };
const DISCOUNTS = { WELCOME10: ["10 % off the first order", 10] };
const SHIPPING = ["Parcel, 2 to 3 days", 495];

const db = new DatabaseSync(join(SHOP_DATA, "shop.db"));
db.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
CREATE TABLE IF NOT EXISTS orders (reference TEXT PRIMARY KEY, checkout TEXT NOT NULL, url TEXT, order_id TEXT,
  seq INTEGER NOT NULL DEFAULT 0, status TEXT NOT NULL DEFAULT 'new', payment TEXT NOT NULL DEFAULT '',
  captured INTEGER NOT NULL DEFAULT 0, refunded INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS requests (key TEXT PRIMARY KEY, path TEXT NOT NULL, body TEXT NOT NULL, answer TEXT);
CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY);`);

/** A token with the role `shop`, good for a minute (RFC 7519, HS256). */
function token() {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { sub: "shop-server", roles: ["shop", "admin"], exp: Math.floor(Date.now() / 1000) + 60 };
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", JWT_SECRET).update(signed).digest("base64url")}`;
}

/** Posts to Till as the shop's server. */
async function askTill(path, body, key) {
  const answer = await fetch(API + path, {
    method: "POST",
    headers: { Authorization: `Bearer ${token()}`, "Content-Type": "application/json", "Idempotency-Key": key },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(40_000),
  });
  return [answer.status, await answer.json()];
}

/** Prices a cart: this is the shop's business alone, Till checks that the figures add up. */
function checkoutOf(reference, quantities, code) {
  const items = Object.entries(quantities).map(([sku, quantity]) => ({
    sku, name: PRODUCTS[sku][0], unitPrice: PRODUCTS[sku][1], quantity,
  }));
  const subtotal = items.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
  const [name, percent] = DISCOUNTS[code] ?? [];
  const discounts = name ? [{ name, amount: Math.floor((subtotal * percent) / 100) }] : [];
  const total = subtotal - discounts.reduce((sum, { amount }) => sum + amount, 0) + SHIPPING[1];
  return {
    reference,
    userId: `customer-${reference}`,
    currency: "eur",
    items,
    discounts,
    shipping: { name: SHIPPING[0], amount: SHIPPING[1] },
    tax: { amount: Math.round((total * 0.19) / 1.19), rate: "0.19", jurisdiction: "DE", included: true },
    total,
    receiptEmail: `${reference.toLowerCase()}@customer.example`,
    captureMethod: "manual",
    metadata: { channel: "example shop" },
  };
}

/** Stores the order, then has Till store it; returns the payment link. */
function startOrder(quantities, code) {
  const { number } = db.prepare("SELECT count(*) + 1 AS number FROM orders").get();
  const reference = `${SHOP_PREFIX}-${String(number).padStart(4, "0")}`;
  const checkout = checkoutOf(reference, quantities, code);
  db.prepare("INSERT INTO orders (reference, checkout) VALUES (?, ?)").run(reference, JSON.stringify(checkout));
  return createCheckout(reference, checkout);
}

/** Asks for the payment link; the same reference and body get the same order, however often it is asked. */
async function createCheckout(reference, checkout) {
  const [status, answer] = await askTill("/api/checkouts", checkout, `checkout-${reference}`);
  if (status !== 200 && status !== 201) throw new Error(`Till refused ${reference}: ${answer.detail}`);
  const update = "UPDATE orders SET url = ?, order_id = ? WHERE reference = ?";
  db.prepare(update).run(answer.url, answer.orderId, reference);
  return answer.url;
}

/** Stores a request before it is sent, so that a restart sends it again under the same key. */
function rememberAndSend(key, path, body) {
  const insert = "INSERT OR IGNORE INTO requests (key, path, body) VALUES (?, ?, ?)";
  db.prepare(insert).run(key, path, JSON.stringify(body));
  return sendRequest(key, path, body);
}

/** Sends a stored request; whatever Till answers for good is stored with it. */
async function sendRequest(key, path, body) {
  const [status, answer] = await askTill(path, body, key);
  if (status >= 500 || status === 429) return;
  db.prepare("UPDATE requests SET answer = ? WHERE key = ?").run(JSON.stringify([status, answer]), key);
}

/** Asks again for whatever got no answer, before the last end of this process or since. */
async function finishUnanswered() {
  for (const { reference, checkout } of db.prepare("SELECT * FROM orders WHERE url IS NULL").all()) {
    await createCheckout(reference, JSON.parse(checkout));
  }
  for (const { key, path, body } of db.prepare("SELECT * FROM requests WHERE answer IS NULL").all()) {
    await sendRequest(key, path, JSON.parse(body));
  }
}

/** Every few seconds; while Till is out of reach the requests stay stored. */
async function keepFinishing() {
  for (;;) {
    await finishUnanswered().catch((error) => console.error(`Till is out of reach: ${error.message}`));
    await new Promise((resolve) => setTimeout(resolve, 5000));
  }
}

/** Applies an event once; events carry absolute figures, so an older one after a newer one changes nothing. */
function receive(headers, body) {
  const { data } = events.verify(body, headers);
  db.exec("BEGIN IMMEDIATE");
  if (db.prepare("INSERT OR IGNORE INTO events (id) VALUES (?)").run(headers["webhook-id"]).changes === 1) {
    db.prepare(
      "UPDATE orders SET seq = ?, status = ?, payment = ?, captured = ?, refunded = ? WHERE reference = ? AND seq < ?",
    ).run(data.seq, data.status, data.paymentStatus, data.amountCaptured, data.amountRefunded, data.reference, data.seq);
  }
  db.exec("COMMIT");
}

const escaped = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

function page() {
  const products = Object.entries(PRODUCTS)
    .map(([sku, [name, price]]) => `<li><label>${name}, ${(price / 100).toFixed(2)} € <input name="${sku}" type="number" value="1" min="0"></label>`)
    .join("");
  const button = (action, reference, label) =>
    `<form method="post" action="/${action}"><button name="reference" value="${reference}">${label}</button></form>`;
  const orders = db.prepare("SELECT * FROM orders ORDER BY reference DESC LIMIT 20").all()
    .map((o) => `<tr data-reference=${o.reference}><td>${o.reference}<td>${escaped(o.status)}<td>${escaped(o.payment)}<td>${o.captured}<td>${o.refunded}<td>${button("ship", o.reference, "Ship")}${button("refund", o.reference, "Refund a line")}`)
    .join("");
  return `<!doctype html><html lang=en><meta charset=utf-8><title>Example shop</title><h1>Example shop</h1><form method="post" action="/buy"><ul>${products}</ul><label>Discount code <input name="code"></label> <button>Buy</button></form><h2>Orders</h2><table><tr><th>Order<th>Status<th>Payment<th>Captured<th>Refunded<th>${orders}</table></html>`;
}

async function answer(request, body) {
  if (request.method === "GET") return [200, { "Content-Type": "text/html; charset=utf-8" }, page()];
  if (request.url === "/webhooks") {
    try {
      receive(request.headers, body);
    } catch (error) {
      if (error.name !== "WebhookVerificationError") throw error;
      return [401, {}];
    }
    return [204, {}];
  }
  const form = Object.fromEntries(new URLSearchParams(body));
  if (request.url === "/buy") {
    const bought = Object.keys(PRODUCTS).filter((sku) => Number(form[sku]) > 0);
    const quantities = Object.fromEntries(bought.map((sku) => [sku, Number(form[sku])]));
    return [303, { Location: await startOrder(quantities, form.code ?? "") }];
  }
  const order = db.prepare("SELECT * FROM orders WHERE reference = ?").get(form.reference);
  if (request.url === "/ship") {
    await rememberAndSend(`ship-${order.reference}`, "/api/payments/capture", { orderId: order.order_id });
  } else if (request.url === "/refund") {
    const [{ sku, unitPrice }] = JSON.parse(order.checkout).items;
    const wanted = { orderId: order.order_id, amount: unitPrice, reason: "requested_by_customer" };
    await rememberAndSend(`refund-${order.reference}-${sku}`, "/api/payments/refund", wanted);
  }
  return [303, { Location: "/" }];
}

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    const [status, headers, text = ""] = await answer(request, Buffer.concat(chunks).toString());
    response.writeHead(status, headers).end(text);
  } catch (error) {
    console.error(error);
    response.writeHead(500).end("The shop could not do that; try again.");
  }
}).listen(Number(PORT), "127.0.0.1", () => {
  console.log(`The example shop is at http://127.0.0.1:${PORT}`);
  keepFinishing();
});
