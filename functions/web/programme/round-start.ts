/** What the settings of a new round begin with: those of the last edition moved on, else a window of some weeks. */
import { instantOf } from '#actions/write.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { type Text, text } from '#domain/problem.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import { shiftedDates } from '#domain/programme/shifted-settings.ts';
import type { StageSettings } from '#domain/programme/stage-settings.ts';
import { roundId } from '#domain/round/round.ts';
import { findRound, programmeRevision } from '#store/reads.ts';
import type { Web } from '#web/frame/context.ts';
import { suggestedWindow } from '#web/round/settings-form.tsx';

interface RoundStart {
  readonly settings: Partial<StageSettings>;
  /** Where they come from, when that is to be checked. */
  readonly note?: Text;
}

/** Nothing is saved by this: it is what the form shows at first. */
export async function roundStart(
  { deps }: Web,
  { from, document }: ProgrammeRecord,
  org: Organisation,
): Promise<RoundStart> {
  const usual = { ...suggestedWindow(instantOf(deps)), contact: org.contact };
  if (from === undefined || !('programme' in from)) return { settings: usual };
  const last = await programmeRevision(deps.table, from.programme, from.revision);
  const stage = last.stages.findIndex(({ level }) => level === org.level);
  const round = await findRound(deps.table, roundId(from.programme, stage, org.id));
  if (round === undefined) return { settings: usual };
  const years = Number(document.edition.slice(0, 4)) - Number(last.edition.slice(0, 4));
  const dates = shiftedDates(round.settings, years, await deps.calendar());
  const { settings } = round;
  return dates === undefined
    ? {
        settings: { ...settings, ...usual, phaseEnds: {}, ceremony: undefined },
        note: text(
          '名额等已按上一届填好；放假安排尚未载入，时间没有推算，请自行填写。',
          'Places and the rest are those of the last edition; the holiday schedule is not loaded, so the dates are not.',
        ),
      }
    : {
        settings: { ...settings, ...dates, contact: org.contact },
        note: text(
          '已按上一届的设置填好，时间按工作日推到这一届，请核对。',
          'Filled in as in the last edition, with the dates moved on by working days. Check them.',
        ),
      };
}
