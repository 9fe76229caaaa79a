/** A letter as it is stored. */

/** A letter is a row first; `key` makes it one per event and recipient. Holds template and parameters, never a link. */
export interface Letter {
  readonly key: string;
  readonly template: string;
  readonly to: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** Worklist or page that the letter's link opens; the link itself is derived at sending. */
  readonly opens?: { readonly kind: 'worklist' | 'nomination' | 'page'; readonly scope: string };
  readonly createdAt: string;
  readonly dueAt: string;
  readonly sentAt?: string;
  readonly failed?: string;
  readonly attempts: number;
}
