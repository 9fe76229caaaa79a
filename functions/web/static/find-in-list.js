// Finds names in a published list: takes the list's small JSON once and filters it here. The page works without it.
const tools = document.querySelector('[data-roll]');
const input = tools?.querySelector('input');
const status = tools?.querySelector('[role=status]');
const whole = document.querySelector('.honours');
const found = document.querySelector('[data-roll-found]');
const pager = document.querySelector('[data-roll-pager]');
const most = 100;
let loading;

const plain = (text) => text.normalize('NFKC').toLowerCase().replace(/\s/g, '');
const node = (tag, className, text) =>
  Object.assign(document.createElement(tag), { className, textContent: text });

async function load() {
  const answer = await fetch(tools.dataset.roll, { headers: { accept: 'application/json' } });
  const { entries } = await answer.json();
  return entries.map((entry) => ({
    entry,
    words: plain([entry.name, entry.number, ...Object.values(entry.shown)].join(' ')),
  }));
}

function row({ entry }) {
  const isVoid = entry.status === 'revoked' || entry.status === 'annulled';
  const item = node('li', isVoid ? 'honour honour-void' : 'honour', '');
  item.value = entry.position + 1;
  const number = node('a', 'honour-number', entry.number);
  number.href = `/certificates/${encodeURIComponent(entry.number)}`;
  item.append(
    node('span', 'honour-name', entry.name),
    node('span', 'honour-facts', Object.values(entry.shown).join(' · ')),
    number,
  );
  if (entry.status !== 'valid') {
    const word = document.documentElement.lang === 'en' ? entry.words.en : entry.words.zh;
    item.append(node('span', 'honour-status', [word, entry.decision].filter(Boolean).join(' ')));
  }
  return item;
}

async function show() {
  const wanted = plain(input.value);
  const isSearching = wanted !== '';
  loading ??= load();
  const all = isSearching ? await loading : [];
  if (plain(input.value) !== wanted) return;
  const hits = all.filter(({ words }) => words.includes(wanted));
  found.replaceChildren(...hits.slice(0, most).map(row));
  found.hidden = !isSearching;
  whole.hidden = isSearching;
  if (pager) pager.hidden = isSearching;
  const template = hits.length === 0 ? 'none' : hits.length > most ? 'more' : 'found';
  status.textContent = isSearching ? status.dataset[template].replace('{n}', hits.length) : '';
}

if (tools && input && found) {
  tools.hidden = false;
  input.addEventListener('input', () => {
    show().catch(() => {
      loading = undefined; // tried again with the next letter
    });
  });
}
