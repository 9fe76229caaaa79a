/** Read-only all the way down: what schemas give and what is stored is never changed in place. */

/** A value whose members, at any depth, are read-only; `unknown` stays itself. */
export type Deep<T> = unknown extends T
  ? T
  : T extends readonly (infer U)[]
    ? readonly Deep<U>[]
    : T extends object
      ? { readonly [K in keyof T]: Deep<T[K]> }
      : T;
