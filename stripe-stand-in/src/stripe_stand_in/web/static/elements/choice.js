// Which way to pay is chosen: one radio button per offered way, with the fields of the chosen one below it.
import { METHODS } from './methods.js';

export class Choice {
  constructor(types, changed) {
    this.ways = new Map(types.filter((type) => type in METHODS).map((type) => [type, METHODS[type]()]));
    this.type = [...this.ways.keys()][0];
    for (const type of Object.keys(METHODS)) if (!this.ways.has(type)) document.getElementById(type)?.remove();
    const place = document.getElementById('methods');
    for (const [type, { label }] of this.ways) place.append(this.radio(type, label, changed));
    place.hidden = this.ways.size < 2;
    for (const { fields } of this.ways.values()) {
      for (const { input } of fields) input.addEventListener('input', changed);
    }
    this.show();
  }

  radio(type, text, changed) {
    const label = document.createElement('label');
    label.className = 'method';
    const input = document.createElement('input');
    Object.assign(input, { type: 'radio', name: 'method', value: type, checked: type === this.type });
    input.addEventListener('change', () => {
      this.type = type;
      this.show();
      changed();
    });
    label.append(input, text);
    return label;
  }

  show() {
    for (const type of this.ways.keys()) document.getElementById(type).hidden = type !== this.type;
  }

  get fields() {
    return this.ways.get(this.type).fields;
  }

  // What a request says about the chosen way.
  get details() {
    return { type: this.type, ...this.ways.get(this.type).details() };
  }

  get state() {
    return {
      complete: this.fields.every((field) => !field.problem()),
      empty: this.fields.every((field) => !field.value),
      collapsed: false,
      value: { type: this.type },
    };
  }

  // Shows every problem, goes to the first, and returns it.
  check() {
    const found = this.fields.map((field) => ({ field, problem: field.show() })).filter(({ problem }) => problem);
    found[0]?.field.input.focus();
    return found[0]?.problem;
  }

  clear() {
    for (const { fields } of this.ways.values()) fields.forEach((field) => field.clear());
  }
}
