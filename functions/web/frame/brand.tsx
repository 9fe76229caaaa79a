/** The brand mark: a red board with a gold edge and a gold star over three lines of names. */

const star = 'M16 5.2l1.35 2.75 3.03.44-2.19 2.13.52 3.02L16 12.11l-2.71 1.43.52-3.02-2.19-2.13 3.03-.44z';
const lines = 'M9 18.5h14M9 22h14M9 25.5h9';

/** The mark as an inline picture; its name stands beside it, so it is hidden from reading aloud. */
export const Brand = () => (
  <svg class="brand-mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
    <rect x="3" y="1.5" width="26" height="29" rx="3.5" fill="#9f1b23" stroke="#e8c26a" stroke-width="1.5" />
    <path d={star} fill="#f2d27e" />
    <path d={lines} stroke="#f2d27e" stroke-width="1.6" stroke-linecap="round" fill="none" />
  </svg>
);

/** The same mark as a data URI, for the browser's tab. */
export const brandIcon = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="3" y="1.5" width="26" height="29" rx="3.5" fill="#9f1b23" stroke="#e8c26a" stroke-width="1.5"/><path d="${star}" fill="#f2d27e"/><path d="${lines}" stroke="#f2d27e" stroke-width="1.6" stroke-linecap="round" fill="none"/></svg>`,
)}`;
