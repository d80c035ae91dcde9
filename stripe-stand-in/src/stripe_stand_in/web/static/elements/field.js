// One labelled input with its visible, announced message.
export class Field {
  constructor(id, { format, problem }) {
    this.input = document.getElementById(`Field-${id}Input`);
    this.message = document.getElementById(`Field-${id}Error`);
    this.format = format;
    this.problem = () => problem(this.input.value);
    this.input.addEventListener('input', () => this.reformat());
    this.input.addEventListener('blur', () => this.input.value && this.show());
  }

  get value() {
    return this.input.value;
  }

  // Keeps the caret beside the digit it stood at; deleting a separator deletes nothing else.
  reformat() {
    const before = this.input.value;
    if (this.format(before) === before) return this.recheck();
    const digitsAhead = before.slice(0, this.input.selectionStart).replace(/\D/g, '').length;
    const after = this.format(before);
    const added = after.replace(/\D/g, '').length - before.replace(/\D/g, '').length;
    this.input.value = after;
    if (digitsAhead < before.replace(/\D/g, '').length) {
      let at = 0;
      for (let seen = 0; at < after.length && seen < digitsAhead + Math.max(added, 0); at += 1) seen += /\d/.test(after[at]) ? 1 : 0;
      this.input.setSelectionRange(at, at);
    }
    this.recheck();
  }

  // A message disappears as soon as its problem is corrected.
  recheck() {
    if (this.input.getAttribute('aria-invalid') === 'true') this.show();
  }

  show() {
    const problem = this.problem();
    this.message.textContent = problem?.message ?? '';
    this.input.setAttribute('aria-invalid', String(Boolean(problem)));
    return problem;
  }

  clear() {
    this.input.value = '';
    this.message.textContent = '';
    this.input.setAttribute('aria-invalid', 'false');
  }
}
