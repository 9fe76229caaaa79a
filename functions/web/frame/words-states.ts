/** Words for everything that the records name, gathered from the rooms, where each stands beside its list. */

import { outReasonWords, upwardWords } from '#domain/candidacy/candidacy-ends.ts';
import { candidacyStateWords } from '#domain/candidacy/candidacy-state.ts';
import { honourStatusWords } from '#domain/honour/honour-status.ts';
import { levelWords } from '#domain/level.ts';
import { channelWords, consentWords } from '#domain/nomination/nomination-ways.ts';
import { noticeStateWords } from '#domain/notice/notice-state.ts';
import { objectionStatusWords } from '#domain/objection/objection-status.ts';
import { roleWords } from '#domain/people/roles.ts';
import { type Text, text } from '#domain/problem.ts';
import {
  categoryWords,
  programmeKindWords,
  programmeStatusWords,
} from '#domain/programme/programme-kinds.ts';
import { todoWords } from '#domain/review/todo-kinds.ts';
import { trancheStateWords } from '#domain/round/tranche-state.ts';
import { stepWords } from '#domain/step-kinds.ts';

const via: Readonly<Record<'session' | 'link' | 'token' | 'system', Text>> = {
  session: text('登录', 'signed in'),
  link: text('链接', 'by link'),
  token: text('接口', 'by API'),
  system: text('系统', 'system'),
};

export const stateWords = {
  states: candidacyStateWords,
  outReasons: outReasonWords,
  steps: stepWords,
  todos: todoWords,
  roles: roleWords,
  levels: levelWords,
  categories: categoryWords,
  kinds: programmeKindWords,
  channels: channelWords,
  programmes: programmeStatusWords,
  tranches: trancheStateWords,
  consents: consentWords,
  upward: upwardWords,
  honours: honourStatusWords,
  notices: noticeStateWords,
  objections: objectionStatusWords,
  via,
} as const;
