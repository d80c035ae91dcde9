/** The client as another project has it: packed, installed into an empty folder, type-checked and used there. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const FRONTEND = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'till-client-'));

const run = (/** @type {string} */ command, /** @type {string[]} */ ...args) => execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const types = () => run(process.execPath, join(FRONTEND, 'node_modules/typescript/bin/tsc'), '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck', 'use.ts');

before(() => {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'shop', private: true, type: 'module' }));
  const packed = run('npm', 'pack', '--silent', join(FRONTEND, 'client')).trim();
  // Its one dependency comes from the page's own, so that no registry is asked.
  run('npm', 'install', '--silent', '--offline', '--no-audit', '--no-fund', '--omit=peer', '--legacy-peer-deps', '--no-package-lock', join(FRONTEND, 'node_modules/openapi-fetch'));
  run('tar', 'xzf', packed);
  symlinkSync(join(folder, 'package'), join(folder, 'node_modules/till-client'), 'dir');
});
after(() => rmSync(folder, { recursive: true }));

test('its types name a wrong path, a wrong field and a wrong answer', () => {
  const use = (/** @type {string} */ body) => writeFileSync(join(folder, 'use.ts'), `import { bodyOf, createTill } from 'till-client';
const till = createTill({ baseUrl: 'http://127.0.0.1:1', token: 'abc' });
export async function use(): Promise<void> { ${body} }\n`);
  use("const order = await bodyOf(till.GET('/api/orders/{order}', { params: { path: { order: 'T-1' } } })); order.orderNumber.toUpperCase();");
  types();
  for (const wrong of [
    "await till.GET('/api/order', {});",
    "await till.POST('/api/payments/refund', { body: { orderId: 'ord_1', amount: '5' } });",
    "const order = await bodyOf(till.GET('/api/orders/{order}', { params: { path: { order: 'T-1' } } })); order.orderNumber.toFixed();",
  ]) {
    use(wrong);
    assert.throws(types, (/** @type {any} */ error) => /error TS/.test(error.stdout), wrong);
  }
});

test('it sends the token that is current, and throws what the API refuses', async () => {
  /** @type {(string | undefined)[]} */
  const tokens = [];
  const server = createServer((request, response) => {
    tokens.push(request.headers.authorization);
    const refused = request.url?.startsWith('/api/orders/');
    response.writeHead(refused ? 404 : 200, { 'Content-Type': refused ? 'application/problem+json' : 'application/json' });
    response.end(JSON.stringify(refused ? { code: 'not_found', title: 'Not found', detail: 'There is no such order.', requestId: 'req_1' } : { orders: [], nextCursor: null }));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(null)));
  try {
    const { bodyOf, createTill, TillProblem } = await import(pathToFileURL(join(folder, 'package/index.js')).href);
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    let count = 0;
    const till = createTill({ baseUrl: `http://127.0.0.1:${port}/`, token: async () => `token-${++count}` });
    assert.deepEqual(await bodyOf(till.GET('/api/orders', {})), { orders: [], nextCursor: null });
    await assert.rejects(bodyOf(till.GET('/api/orders/{order}', { params: { path: { order: 'T-1' } } })), (/** @type {any} */ problem) => {
      assert.ok(problem instanceof TillProblem);
      assert.deepEqual([problem.status, problem.code, problem.message, problem.requestId], [404, 'not_found', 'There is no such order.', 'req_1']);
      return true;
    });
    assert.deepEqual(tokens, ['Bearer token-1', 'Bearer token-2']);
  } finally {
    server.close();
  }
});
