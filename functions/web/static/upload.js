// Uploads chosen files at once and shows their progress; without it they go with the form, or by the pages of uploads.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Sends a form and reports how much is sent, which fetch does not. Gives the answer, or throws the words of the refusal. */
const send = (input, url, body, headers = {}, progress = () => {}) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.upload.onprogress = (event) => progress(event.loaded / event.total);
  request.onerror = () => reject(input.dataset.failed);
  request.onload = () => {
    let said;
    try { said = JSON.parse(request.response); } catch { /* the bucket answers nothing, or XML */ }
    if (request.status >= 200 && request.status < 300) resolve(said);
    else reject(said?.detail ?? input.dataset.failed);
  };
  request.open('POST', url);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.send(body);
});
const formOf = (fields) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return body;
};

/** Straight to the bucket: a slot is opened, the file sent, and taken by us. */
async function sendDirect(input, file, ours, progress) {
  if (file.size > Number(input.dataset.megabytes) * 1_048_576) throw input.dataset.large;
  const { direct, rule, keep } = input.dataset;
  const slot = await send(input, direct, formOf({ rule, name: file.name }), ours);
  await send(input, slot.url, formOf({ ...slot.fields, file }), {}, progress);
  const taken = await send(input, `${direct}/${slot.id}/confirm`, formOf({ name: file.name }), ours);
  input.required = false;
  if (keep) input.form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: keep, value: taken.id }));
  return taken;
}

/** What was uploaded, as the page shows it when it is loaded again: its name leads to it, a photograph is a picture. */
function show(row, href, file) {
  const link = Object.assign(document.createElement('a'), { href, textContent: file.name });
  row.firstChild.replaceWith(link);
  if (!/^image\/(jpeg|png)$/.test(file.type) || file.size > 2_000_000) return;
  link.after(Object.assign(document.createElement('img'), { className: 'files-picture', src: href, alt: '' }));
}

async function upload(input, file) {
  const list = input.closest('.field').querySelector('[data-files]');
  const row = document.createElement('li');
  const bar = Object.assign(document.createElement('progress'), { max: 1, value: 0 });
  const word = Object.assign(document.createElement('span'), { className: 'files-size', role: 'status' });
  word.textContent = input.dataset.uploading;
  row.append(file.name, bar, word);
  list.append(row);
  const progress = (part) => { bar.value = part; };
  const ours = { accept: 'application/json', 'x-csrf-token': input.form.querySelector('[name=_csrf]')?.value ?? '' };
  try {
    const taken = input.dataset.direct
      ? await sendDirect(input, file, ours, progress)
      : await send(input, input.dataset.upload, formOf({ rule: input.dataset.rule, file }), ours, progress);
    Object.assign(word, { textContent: input.dataset.uploaded });
    row.dataset.state = 'saved';
    if (input.form.dataset.at) history.replaceState(history.state, '', input.form.dataset.at);
    if (input.dataset.at && taken?.id) show(row, input.dataset.at + taken.id, file);
  } catch (refusal) {
    word.textContent = typeof refusal === 'string' ? refusal : input.dataset.failed;
    row.dataset.state = 'failed';
  }
  bar.remove();
}
for (const input of all('input[type=file][data-direct]')) {
  input.hidden = false;
  if ('many' in input.dataset) input.multiple = true;
  for (const way of all('[data-no-script]', input.closest('.field'))) way.remove();
}
for (const input of all('input[type=file][data-upload], input[type=file][data-direct]'))
  input.addEventListener('change', async () => {
    const files = [...input.files];
    input.value = '';
    // One by one: each writes the same draft.
    for (const file of files) await upload(input, file);
  });
