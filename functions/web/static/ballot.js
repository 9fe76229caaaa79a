// The sum of a ballot as it is typed; a mark may be in full width or end in 分.
for (const line of document.querySelectorAll('[data-sum]')) {
  const factors = JSON.parse(line.dataset.sum);
  const form = line.closest('form');
  const show = () => {
    let sum = 0;
    for (const [id, factor] of Object.entries(factors)) {
      const mark = Number(form.elements[`scores.${id}`].value.normalize('NFKC').replace(/分\s*$/, ''));
      sum += Number.isFinite(mark) ? mark * factor : 0;
    }
    line.querySelector('b').textContent = String(Math.round(sum * 1e6) / 1e6);
    line.hidden = false;
  };
  form.addEventListener('input', show);
  show();
}
