/** The package ships no types. */
declare module 'asl-validator' {
  const validate: (definition: object) => { isValid: boolean; errorsText(separator?: string): string };
  // biome-ignore lint/style/noDefaultExport: as the package exports it
  export default validate;
}
