/** Where things lie in the bucket: constants only, shared with infra, which grants and empties by these prefixes. */

export const prefixes = {
  /** Attachments, kept as long as their records. */
  files: 'files/',
  /** Uploads that nobody has confirmed yet: gone after a day. */
  incoming: 'incoming/',
  /** Papers made for one download: gone after a day. */
  papers: 'papers/',
} as const;
