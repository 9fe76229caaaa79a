/** A published list and its honours as they are stored. */

import type { Level } from '#domain/level.ts';
import type { Chained, Versioned } from '#domain/record.ts';
import type { HonourChange, HonourStatus } from './honour.ts';

export interface HonourList extends Chained {
  readonly id: string;
  readonly round: string;
  readonly tranche: number;
  readonly org: string;
  readonly title: string;
  readonly code: string;
  readonly edition: string;
  readonly level: Level;
  readonly year: number;
  readonly documentNumber: string;
  readonly date: string;
  /** Awarding bodies in their printed order. */
  readonly bodies: readonly string[];
  readonly entries: readonly string[];
  readonly block?: { readonly from: number; readonly to: number };
  readonly granted: number;
  readonly publishedAt?: string;
  readonly annulled?: { readonly reason: string; readonly decision: string; readonly date: string };
}

export interface HonourRecord extends Versioned {
  readonly number: string;
  readonly list: string;
  readonly position: number;
  readonly nomination: string;
  readonly round: string;
  readonly org: string;
  readonly code: string;
  readonly edition: string;
  readonly level: Level;
  readonly year: number;
  readonly title: string;
  readonly name: string;
  /** What the roll shows besides the name, e.g. 单位及职务. */
  readonly shown: Readonly<Record<string, string>>;
  readonly bodies: readonly string[];
  readonly date: string;
  /** What is handed over with it, as its round had it: 证书, 奖牌. */
  readonly awards?: readonly string[];
  /** Last day of its term; absent where the title has none. */
  readonly termEnds?: string;
  readonly identities: readonly string[];
  readonly status: HonourStatus;
  readonly history: readonly HonourChange[];
}
