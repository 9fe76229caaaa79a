/** The fonts that a PDF brings with it, each inside its package; the papers function gets copies of them (`infra/bundles.ts`). */
const packaged = (family: 'sc' | 'jp', weight: string): string =>
  `@expo-google-fonts/noto-serif-${family}/${weight}/NotoSerif${family.toUpperCase()}_${weight}.ttf`;

/** Noto Serif SC in two weights, and Noto Serif JP for characters that it lacks (SIL OFL 1.1). */
export const fontFiles = {
  text: packaged('sc', '400Regular'),
  strong: packaged('sc', '700Bold'),
  rare: packaged('jp', '400Regular'),
} as const;
