/** One line of the audit trail. */

/** One line of the audit trail: ids, field names and digests, never personal data or free text. */
export interface AuditEvent {
  readonly aggregate: string;
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly via: string;
  readonly action: string;
  readonly details: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly prev: string;
  readonly hash: string;
}
