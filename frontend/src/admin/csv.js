/** Rows as a CSV file (RFC 4180) that a spreadsheet opens without running any of it. */

/** A cell that a spreadsheet would take for a formula begins with an apostrophe. @param {unknown} value */
function cell(value) {
  const text = String(value ?? '');
  const harmless = /^[=+\-@\t\r]/.test(text) && !/^-?\d+([.]\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** @param {string[]} headings @param {unknown[][]} rows */
export const asCsv = (headings, rows) => [headings, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';

/** @param {string} name @param {string} content */
export function download(name, content) {
  const url = URL.createObjectURL(new Blob(['\ufeff', content], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: a browser may begin to read it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
