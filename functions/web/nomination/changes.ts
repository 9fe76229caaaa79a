/** What an amendment changed: the fields whose answers differ between two forms. */
import type { Answers, Field, Form } from '#domain/programme/form.ts';

/** Key order does not matter, and an empty answer is like none. */
const plain = (value: unknown): string =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
    ? ''
    : JSON.stringify(value, (_, part: unknown) =>
        typeof part === 'object' && part !== null && !Array.isArray(part)
          ? Object.fromEntries(
              Object.entries(part)
                .filter(([, v]) => v !== '' && v !== undefined)
                .sort(([a], [b]) => (a < b ? -1 : 1)),
            )
          : typeof part === 'number' || typeof part === 'boolean'
            ? String(part)
            : part,
      );

/** The fields in which two sets of answers differ, in the order of the form. */
export const changedFields = (form: Form, before: Answers, after: Answers): readonly Field[] =>
  form.fields.filter((field) => plain(before[field.id]) !== plain(after[field.id]));
