// Lists of the programme editor (data-sort): an entry is dragged to its place; the buttons beside it do the same.
for (const form of document.querySelectorAll('form[data-sort]')) {
  let from;
  for (const item of form.querySelectorAll('[data-item]')) {
    item.draggable = true;
    item.addEventListener('dragstart', () => { from = item.dataset.item; });
    item.addEventListener('dragend', () => { from = undefined; });
    item.addEventListener('dragleave', () => item.classList.remove('editor-over'));
    item.addEventListener('dragover', (event) => {
      if (from === undefined || from === item.dataset.item) return;
      event.preventDefault();
      item.classList.add('editor-over');
    });
    item.addEventListener('drop', (event) => {
      event.preventDefault();
      if (from === undefined) return;
      const move = Object.assign(document.createElement('input'), { type: 'hidden', name: 'move' });
      move.value = `${from}.${item.dataset.item}`;
      form.append(move);
      form.submit();
    });
  }
}
