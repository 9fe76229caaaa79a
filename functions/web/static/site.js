// Makes forms pleasanter; every page works without it. Saves drafts, counts characters, copies.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, key) => values[key]);
/** Code points without line breaks, as the server counts them. */
const countCharacters = (text) => [...text.replace(/[\n\r\u2028\u2029]/g, '')].length;

for (const input of all('[data-max]')) {
  const label = document.getElementById(`${input.id}-count`);
  const max = Number(input.dataset.max);
  const show = () => {
    const n = countCharacters(input.value);
    label.textContent = n > max ? fill(label.dataset.over, { n: n - max }) : fill(label.dataset.text, { n });
    label.classList.toggle('count-over', n > max);
  };
  if (!label) continue;
  input.addEventListener('input', show);
  show();
}

// A page that answers a press is remembered at the address of the page that was pressed, so that Back and reload never
// ask to send the form again.
const pressedAt = sessionStorage.getItem('pressedAt');
if (document.body.dataset.posted !== undefined && pressedAt) history.replaceState(null, '', pressedAt);
addEventListener('submit', () => sessionStorage.setItem('pressedAt', location.pathname + location.search));

document.querySelector('.error-summary')?.focus();
document.querySelector('.nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

// A form that is saved by itself, or is marked data-guard, asks before unsaved changes are left behind.
for (const form of all('form[data-autosave], form[data-guard]')) {
  let changes = 0; // raised by every change, so that one during a save is not lost
  let saved = 0;
  let leaving = false;
  let timer;
  let running = false;
  const status = form.querySelector('[data-autosave-status]');
  const say = (word, values = {}) => {
    if (status) Object.assign(status, { textContent: fill(status.dataset[word], values) }).dataset.state = word;
  };
  // What could not be saved is said beside its field until the next save.
  const mark = (faults) => {
    for (const old of all('[data-beside]', form)) old.remove();
    for (const { id, text } of faults) {
      const note = Object.assign(document.createElement('p'), { className: 'field-error', textContent: text });
      note.dataset.beside = '';
      note.setAttribute('role', 'alert');
      document.getElementById(id)?.before(note);
    }
  };
  const token = () => form.querySelector('[name=_csrf]')?.value ?? '';

  async function save() {
    if (running || changes === saved || leaving) return;
    running = true;
    const until = changes;
    say('saving');
    try {
      const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
      body.delete('_idem'); // that key is for the press on the button
      const headers = { accept: 'application/json', 'x-csrf-token': token() };
      const answer = await fetch(form.dataset.autosave, { method: 'POST', body, headers });
      const result = await answer.json();
      if (answer.ok) {
        saved = until;
        // Loaded again, or come back to, the page is that of the draft, not an empty form.
        if (form.dataset.at) history.replaceState(history.state, '', form.dataset.at);
        const version = form.querySelector('[name=_version]');
        if (version && result.version !== undefined) version.value = result.version;
        const time = new Date(result.savedAt).toLocaleTimeString('zh-CN', {
          timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
        });
        mark([...(result.faults ?? []), ...(result.compared ?? [])]);
        say(result.faults?.length ? 'partly' : 'saved', { time, n: result.faults?.length });
      } else if (answer.status === 401) {
        say('signedOut');
        return;
      } else if (status) {
        // A refusal in words: trying again would be refused again, the next change will.
        Object.assign(status, { textContent: result.detail }).dataset.state = 'failed';
        return;
      }
    } catch {
      say('failed');
      timer = setTimeout(save, 15_000);
      return;
    } finally {
      running = false;
    }
    if (changes !== saved) timer = setTimeout(save, 1_500);
  }

  form.addEventListener('input', () => {
    changes += 1;
    if (!form.dataset.autosave) return;
    if (status && !running) say('unsaved');
    clearTimeout(timer);
    timer = setTimeout(save, 1_500);
  });
  form.addEventListener('submit', () => { leaving = true; });
  // Back from the browser's store of pages the form is as it was, and guarded again.
  addEventListener('pageshow', () => { leaving = false; });
  addEventListener('beforeunload', (event) => {
    if (changes !== saved && !leaving) event.preventDefault();
  });
}

// A photograph that was opened large is closed by Escape, as its link does.
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') document.querySelector('.photo-large:target .photo-close')?.click();
});

for (const button of all('button[data-copy]')) {
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    const before = button.textContent;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = before; }, 2_000);
  });
}
