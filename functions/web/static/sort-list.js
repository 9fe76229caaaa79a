// Lists that are put in order (data-sort: the name under which a move is sent): an entry is dragged to its place, or moved
// by Alt and an arrow from inside it; the buttons beside it do the same without script.
for (const form of document.querySelectorAll('form[data-sort]')) {
  let from;
  for (const hint of form.querySelectorAll('[data-sort-hint]')) hint.hidden = false;
  const send = (to) => {
    const move = Object.assign(document.createElement('input'), { type: 'hidden', name: form.dataset.sort });
    move.value = `${from}.${to}`;
    form.append(move);
    form.requestSubmit();
  };
  const items = [...form.querySelectorAll('[data-item]')];
  for (const item of items) {
    const { item: name } = item.dataset;
    item.draggable = true;
    item.addEventListener('dragstart', () => { from = name; });
    item.addEventListener('dragend', () => { from = undefined; });
    item.addEventListener('dragleave', () => item.classList.remove('sort-over'));
    item.addEventListener('dragover', (event) => {
      if (from === undefined || from === name) return;
      event.preventDefault();
      item.classList.add('sort-over');
    });
    item.addEventListener('drop', (event) => {
      event.preventDefault();
      if (from !== undefined) send(name);
    });
    item.addEventListener('keydown', (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const next = event.altKey && by !== undefined ? items[items.indexOf(item) + by] : undefined;
      if (next?.parentNode !== item.parentNode || next === undefined) return;
      event.preventDefault();
      from = name;
      send(next.dataset.item);
    });
  }
}
// The entry that was moved has the focus again.
document.querySelector('[data-item]:target')?.querySelector('a, button')?.focus();
