/** Files imported as their text, see assets.ts. */
declare module '*?raw' {
  const content: string;
  // biome-ignore lint/style/noDefaultExport: an imported text is the default export of its file
  export default content;
}
