/** A public notice as it is stored. */

export interface NoticeRecord {
  readonly id: string;
  readonly start: string;
  readonly end: string;
  readonly closesAt: string;
  readonly decisionFrom: string;
  /** Set when every page is written and each candidacy is on notice. */
  readonly postedAt?: string;
  /** Set when the notice was taken down and each candidacy is cleared or held. */
  readonly endedAt?: string;
  readonly suspended?: { readonly since: string; readonly reason: string };
}
