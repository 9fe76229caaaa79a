/** The fonts that a PDF brings with it, each inside its package; the papers function gets copies of them (`infra/bundles.ts`). */
const packaged = (family: 'sc' | 'jp' | 'hk', weight: string): string =>
  `@expo-google-fonts/noto-serif-${family}/${weight}/NotoSerif${family.toUpperCase()}_${weight}.ttf`;

/** Noto Serif SC in two weights, and Noto Serif JP and HK for characters that it lacks: 𠮷 and 𡈽, 𡋾 and 𠙶 (SIL OFL 1.1). */
export const fontFiles = {
  text: packaged('sc', '400Regular'),
  strong: packaged('sc', '700Bold'),
  rare: packaged('jp', '400Regular'),
  rarer: packaged('hk', '400Regular'),
} as const;
