// Parts of a certificate (data-certificate) are dragged on its sheet, or moved by the arrow keys and the buttons below it; the
// numbers of the form follow, and typing numbers moves the part. Shift moves by a tenth of the way.
const box = document.querySelector('[data-certificate]');
const svg = box?.querySelector('svg');
if (svg) {
  const unit = Number(svg.dataset.unit);
  const said = box.querySelector('output');
  const chosen = box.querySelector('select');
  const { width, height } = svg.viewBox.baseVal;
  const parts = new Map();
  const boxOf = ({ group }) => {
    const { x, y, width, height } = group.getBBox();
    const { e = 0, f = 0 } = group.transform.baseVal.consolidate()?.matrix ?? {};
    return { left: x + e, top: y + f, right: x + e + width, bottom: y + f + height };
  };
  const say = (part) => {
    const own = boxOf(part);
    const over = [...parts.values()].filter((other) => {
      const its = boxOf(other);
      return other !== part && own.left < its.right && its.left < own.right && own.top < its.bottom && its.top < own.bottom;
    });
    const isOut = own.left < 0 || own.top < 0 || own.right > width || own.bottom > height;
    const facts = [
      `${part.label} ${part.x.value} × ${part.y.value}`,
      ...(isOut ? [box.dataset.outside] : []),
      ...over.map(({ label }) => box.dataset.overlaps + label),
    ];
    said.textContent = facts.join(box.dataset.comma);
    said.classList.toggle('warn', facts.length > 1);
  };
  const show = (part) => {
    const by = (input) => (Number(input.value) - Number(input.defaultValue)) * unit;
    part.group.setAttribute('transform', `translate(${by(part.x)} ${by(part.y)})`);
    say(part);
  };
  const to = (part, x, y) => {
    const kept = (value, most) => String(Math.round(Math.min(Number(most), Math.max(0, value)) * 10) / 10);
    part.x.value = kept(x, svg.dataset.wide);
    part.y.value = kept(y, svg.dataset.high);
    chosen.value = part.name;
    show(part);
  };
  const by = (part, dx, dy) => to(part, Number(part.x.value) + dx, Number(part.y.value) + dy);
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const point = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  for (const group of svg.querySelectorAll('[data-part]')) {
    const name = group.dataset.part;
    const input = (axis) => document.querySelector(`input[name="${name}${axis}"]`);
    const label = [...chosen.options].find(({ value }) => value === name)?.textContent;
    const part = { name, group, label, x: input('X'), y: input('Y') };
    if (!part.x || !part.y) continue;
    parts.set(name, part);
    group.setAttribute('tabindex', '0');
    group.setAttribute('role', 'button');
    group.setAttribute('aria-label', `${label}${box.dataset.comma}${box.dataset.keys}`);
    group.addEventListener('focus', () => { chosen.value = name; });
    group.addEventListener('keydown', (event) => {
      const way = ways[event.key];
      if (!way) return;
      event.preventDefault();
      const step = event.shiftKey ? 0.1 : 1;
      by(part, way[0] * step, way[1] * step);
    });
    group.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      group.focus();
      group.setPointerCapture(event.pointerId);
      const from = point(event);
      const [x, y] = [Number(part.x.value), Number(part.y.value)];
      const move = (moved) => {
        const now = point(moved);
        to(part, x + (now.x - from.x) / unit, y + (now.y - from.y) / unit);
      };
      group.addEventListener('pointermove', move);
      group.addEventListener('lostpointercapture', () => group.removeEventListener('pointermove', move), { once: true });
    });
    for (const each of [part.x, part.y]) each.addEventListener('input', () => show(part));
  }
  svg.setAttribute('role', 'group');
  box.querySelector('[data-moves]').hidden = false;
  for (const button of box.querySelectorAll('[data-way]'))
    button.addEventListener('click', () => {
      const part = parts.get(chosen.value);
      const [dx, dy] = ways[button.dataset.way];
      if (part) by(part, dx, dy);
    });
}
