/** The code of a sign-in letter or of its page at `/outbox`: the one place that knows how it looks. */

/** Empty where there is none. */
export const codeIn = (letter: string): string => /(?<![\w-])\d{8}(?![\w-])/.exec(letter)?.[0] ?? '';
/** One of the same form that is not it. */
export const wrongCode = (code = ''): string => (code === '00000000' ? '00000001' : '00000000');
