// Parts of a form that only some are asked (data-when): shown to them alone. The server judges alike without this.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

for (const form of document.forms) {
  const parts = all('[data-when]', form);
  if (parts.length === 0) continue;
  // A rehearsal has a day of its own.
  const today =
    document.querySelector('[data-today]')?.dataset.today ??
    new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
  const ageOf = (birth) => {
    const [year, month, day = '01'] = birth.split('-');
    const [y, m, d] = today.split('-');
    return year && month ? Number(y) - Number(year) - (`${m}${d}` < `${month}${day}` ? 1 : 0) : -1;
  };
  const meets = ({ field, values, under }) => {
    const inputs = all(`[name="${field}"]`, form).filter((one) => !one.closest('[data-when][hidden]'));
    const given = inputs
      .filter((one) => !['radio', 'checkbox'].includes(one.type) || one.checked)
      .map((one) => one.value)
      .filter((value) => value !== '');
    if (values) return given.some((value) => values.includes(value));
    return given.some((value) => ageOf(value) >= 0 && ageOf(value) < under);
  };
  const show = () => {
    for (let turn = 0, changed = true; changed && turn < 5; turn++) {
      changed = false;
      for (const part of parts) {
        const idle = !JSON.parse(part.dataset.when).every(meets);
        if (part.hidden === idle) continue;
        part.hidden = idle;
        changed = true;
        // What is not shown must not stop the form from being sent.
        for (const input of all(idle ? '[required]' : '[data-required]', part)) {
          input.required = !idle;
          input.toggleAttribute('data-required', idle);
        }
      }
    }
  };
  form.addEventListener('input', show);
  show();
}
