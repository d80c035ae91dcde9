/** The weight of the built pages as they are sent: compressed, with every file that a first visit asks for. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const DIST = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', DIST), 'utf8'));

/** @param {string} page */
function filesOf(page) {
  const files = new Set([page, 'theme.css', 'favicon.svg']);
  const visit = (/** @type {string} */ name) => {
    const chunk = manifest[name];
    files.add(chunk.file);
    for (const css of chunk.css ?? []) files.add(css);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  visit(page);
  return [...files];
}

const kilobytes = (/** @type {string[]} */ files) =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, DIST))).length, 0) / 1000;

for (const [page, most] of /** @type {[string, number][]} */ ([['index.html', 70], ['admin.html', 70]])) {
  test(`${page} weighs at most ${most} kB`, () => {
    const weight = kilobytes(filesOf(page));
    assert.ok(weight > 20, `${weight} kB: its files were not found`);
    assert.ok(weight <= most, `${weight.toFixed(1)} kB in ${filesOf(page).join(', ')}`);
  });

  test(`${page} asks for at most ten files`, () => {
    assert.ok(filesOf(page).length <= 10, filesOf(page).join(', '));
  });
}

test("the checkout page loads nothing of the operator's page", () => {
  const shared = new Set(filesOf('index.html'));
  assert.ok(!shared.has(manifest['admin.html'].file));
});
