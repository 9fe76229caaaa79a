/** Which attachments are photographs, and not documents that somebody photographed. */

/** True for a rule that takes pictures alone: where a PDF would do as well, a picture is a scan, which may hold ID numbers. */
export const takesPhotographs = ({ types }: { readonly types: readonly string[] }): boolean =>
  types.every((type) => type === 'jpg' || type === 'png');
