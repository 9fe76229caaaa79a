// Texts with named places (data-places): a button inserts its place, and the text is shown with the examples in their stead.
for (const box of document.querySelectorAll('[data-places]')) {
  const input = document.getElementById(box.dataset.places);
  const shown = box.querySelector('output');
  const buttons = [...box.querySelectorAll('button')];
  const show = () => {
    shown.textContent = buttons.reduce((text, { textContent, dataset }) => text.replaceAll(textContent, dataset.example), input.value);
  };
  for (const button of buttons) {
    button.disabled = false;
    button.addEventListener('click', () => {
      input.setRangeText(button.textContent, input.selectionStart, input.selectionEnd, 'end');
      input.dispatchEvent(new Event('input', { bubbles: true }));
      input.focus();
    });
  }
  input.addEventListener('input', show);
  show();
}
