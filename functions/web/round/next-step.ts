/** Where a round is and what its organisation does next, in words with the page to go to. Read from records; decides nothing. */
import { type Phase, stepPhases } from '#domain/programme/step.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { batchName, phaseName } from '#web/frame/names.ts';
import type { RoundStands } from './seen-round.tsx';

export interface NextStep {
  readonly title: string;
  readonly body: string;
  /** The page where it is done; absent when there is nothing to do but wait. */
  readonly link?: { readonly href: string; readonly text: string };
  readonly tone: 'act' | 'wait' | 'over';
}

const act = (title: string, body: string, href: string, text: string): NextStep => ({
  title,
  body,
  link: { href, text },
  tone: 'act',
});
const wait = (title: string, body: string, href?: string, text?: string): NextStep => ({
  title,
  body,
  ...(href !== undefined && text !== undefined && { link: { href, text } }),
  tone: 'wait',
});

const tranchePath = ({ path }: RoundStands, { n }: Tranche): string => `${path}/tranches/${n}`;
const trancheName = ({ say }: RoundStands, { n }: Tranche): string => say(`第 ${n} 批`, `Tranche ${n}`);

/** What a notice waits for; undefined while the machine is at work on it. */
function nextOfNotice(seen: RoundStands, tranche: Tranche, now: string): NextStep | undefined {
  const { say } = seen;
  const [here, name] = [tranchePath(seen, tranche), trancheName(seen, tranche)];
  const { notice } = tranche;
  if (notice === undefined)
    return act(
      say(`${name}：发布公示`, `${name}: post the notice`),
      say(
        `本批 ${tranche.entries.length} 名待公示。先预览起止日期和提醒，再发布。`,
        `${tranche.entries.length} wait for their notice. Look at its dates and warnings first, then post it.`,
      ),
      here,
      say('预览并发布', 'Preview and post'),
    );
  if (notice.suspended !== undefined)
    return act(
      say(`${name}：公示已中止`, `${name}: notice suspended`),
      say('恢复后公示期重新计算。', 'The whole period begins anew when it is resumed.'),
      here,
      say('查看公示', 'See the notice'),
    );
  if (notice.postedAt === undefined || now >= notice.decisionFrom) return undefined;
  return wait(
    say(`${name}：公示中，至 ${notice.end}`, `${name}: on notice until ${notice.end}`),
    say(
      `异议截止 ${shownAt(notice.closesAt)}；${shownAt(notice.decisionFrom)} 起可以登记审定。`,
      `Objections until ${shownAt(notice.closesAt)}; a decision from ${shownAt(notice.decisionFrom)}.`,
    ),
    here,
    say('查看公示', 'See the notice'),
  );
}

/** What a tranche waits for; undefined when it is done. */
export function nextOfTranchePage(seen: RoundStands, tranche: Tranche, now: string): NextStep | undefined {
  const { say, stage, path } = seen;
  if (tranche.state === 'done') return undefined;
  const [here, name] = [tranchePath(seen, tranche), trancheName(seen, tranche)];
  const busy = wait(
    say(`${name}：系统正在办理`, `${name}: being worked on`),
    say('系统正在逐个办理，完成后自动进入下一环节。', 'Done one by one; the next step follows by itself.'),
    here,
    say('查看进度', 'See the progress'),
  );
  const phase = stepPhases(stage)[tranche.phase];
  if (phase === undefined) return busy;
  if (phase.kind === 'candidacies')
    return wait(
      say(`${name}：${phaseName('zh', phase)}`, `${name}: ${phaseName('en', phase)}`),
      say('等待有关人员逐个办理。', 'Waiting for the people asked.'),
      `${path}/inbox`,
      say('查看申报对象', 'See the nominees'),
    );
  switch (phase.steps[0].kind) {
    case 'notice':
      return nextOfNotice(seen, tranche, now) ?? busy;
    case 'decision':
      return tranche.decision !== undefined
        ? busy
        : act(
            say(`${name}：登记审定结果`, `${name}: record the decision`),
            say(
              `本批 ${tranche.entries.length} 名待审定。会议研究后登记机构、日期和纪要文号。`,
              `${tranche.entries.length} wait for the decision. After the meeting record body, date and minutes.`,
            ),
            here,
            say('登记审定', 'Record it'),
          );
    case 'publish':
      return tranche.list !== undefined
        ? busy
        : act(
            say(`${name}：${batchName('zh', seen.stage, 'publish')}`, `${name}: publish the list`),
            say(
              `${tranche.entries.length} 名已审定。填写文号、日期和授予单位后发布，系统随即编号。`,
              `${tranche.entries.length} are approved. Give number, date and bodies; numbers are taken on publishing.`,
            ),
            here,
            say('填写并发布', 'Fill in and publish'),
          );
    case 'recommend':
      return tranche.recommended !== undefined
        ? busy
        : act(
            say(`${name}：推荐上报`, `${name}: recommend upward`),
            say('选择本批中报送上级的对象。', 'Choose who of this tranche goes up.'),
            here,
            say('选择上报对象', 'Choose'),
          );
    default:
      return busy;
  }
}

/** What the tallies say: `open` counts candidacies under way in the phase, `closable` says its last day is over. */
export interface Counts {
  readonly open: number;
  readonly sealed: boolean;
  readonly closable: boolean;
  readonly waiting: number;
  /** Whose objection was settled after her tranche had been decided: free, and on no list (the first of them, by name). */
  readonly released: readonly string[];
}

/** What a phase of candidacies waits for: the people asked, or a word on those left when its last day is over. */
function nextOfCandidacies(seen: RoundStands, phase: Phase, state: Counts): NextStep {
  const { say, path, round } = seen;
  const end = round.settings.phaseEnds[phase.id];
  if (state.open > 0 && state.closable)
    return act(
      say(
        `${phaseName('zh', phase)}：还有 ${state.open} 名未办结`,
        `${phaseName('en', phase)}: ${state.open} not through`,
      ),
      end === undefined
        ? say(
            '可以继续等待，或逐个说明如何处理后结束本阶段。',
            'Wait on, or say what becomes of each and close the phase.',
          )
        : say(
            `本阶段已于 ${end} 截止，请逐个说明如何处理。`,
            `The phase ended on ${end}; say what becomes of each.`,
          ),
      `${path}/stragglers`,
      say('处理未办结对象', 'Settle those left'),
    );
  return wait(
    say(
      `${phaseName('zh', phase)}：${state.open} 名办理中`,
      `${phaseName('en', phase)}: ${state.open} under way`,
    ),
    end === undefined
      ? say('全部办结后自动进入下一环节。', 'The next step follows when all are through.')
      : say(`本阶段截止日 ${end}。`, `The phase ends on ${end}.`),
    `${path}/inbox`,
    say('查看申报对象', 'See the nominees'),
  );
}

/** What comes next at a phase of a round that selects; undefined past its list. */
function nextOfPhase(seen: RoundStands, phase: Phase, state: Counts): NextStep | undefined {
  const { say, round, path } = seen;
  if (phase.kind === 'candidacies') return nextOfCandidacies(seen, phase, state);
  if (round.progress !== 'idle')
    return wait(
      say('系统正在办理', 'Being worked on'),
      say('完成后自动进入下一环节。', 'The next step follows by itself.'),
    );
  if (phase.steps[0].kind === 'panel')
    return act(
      say(`评审：${state.waiting} 名待评`, `Panel: ${state.waiting} to judge`),
      say('邀请评委，评分齐后结束评审。', 'Invite the panel; close it when all have judged.'),
      `${path}/panel`,
      say('打开评审', 'Open the panel'),
    );
  if (phase.steps[0].kind === 'shortlist')
    return act(
      say('拟定推荐名单', 'Make the shortlist'),
      say(
        `${state.waiting} 名待评选，名额 ${round.settings.places ?? '不限'}。`,
        `${state.waiting} to choose from, ${round.settings.places ?? 'unlimited'} places.`,
      ),
      `${path}/shortlist`,
      say('拟定名单', 'Choose'),
    );
  return undefined;
}

/** The one thing to do next, or to wait for. */
export function nextStep(seen: RoundStands, state: Counts, now: string): NextStep {
  const { say, round, stage, path } = seen;
  const { settings } = round;
  if (round.status === 'cancelled')
    return {
      title: say('本轮已取消', 'This round was cancelled'),
      body: say('不再办理。', 'Nothing more is done.'),
      tone: 'over',
    };
  if (round.status === 'planned')
    return wait(
      say(`${shownAt(settings.opensAt)} 开始申报`, `Nominations open at ${shownAt(settings.opensAt)}`),
      say(
        '开始前可以更改全部设置，并分配下级名额。',
        'Until then every setting may change, and places be shared out.',
      ),
      `${path}/settings`,
      say('检查设置', 'Check the settings'),
    );
  if (round.status === 'open')
    return wait(
      say(
        `申报进行中，${shownAt(settings.closesAt)} 截止`,
        `Open for nominations until ${shownAt(settings.closesAt)}`,
      ),
      say(
        '先到的申报已经开始审查；截止后进入下一环节。',
        'Reviews of what has come are under way; the next step follows the deadline.',
      ),
      `${path}/inbox`,
      say('查看申报对象', 'See the nominees'),
    );
  const phase = stepPhases(stage)[round.phase];
  const selecting =
    round.status === 'selecting' && phase !== undefined ? nextOfPhase(seen, phase, state) : undefined;
  if (selecting !== undefined) return selecting;
  const running = seen.tranches.flatMap((tranche) => nextOfTranchePage(seen, tranche, now) ?? []);
  const urgent = running.find((each) => each.tone === 'act');
  if (urgent !== undefined) return urgent;
  if (state.released.length > 0 && round.status === 'settled' && round.endedAt === undefined)
    return act(
      say(
        `异议已排除、尚未列入批次：${state.released.length} 名`,
        `Released, and in no tranche: ${state.released.length}`,
      ),
      say(
        `${state.released.join('、')}。所在批次已经审定，须形成新批次才能继续办理。`,
        `${state.released.join(', ')}. Their tranche was decided; only a further one takes them on.`,
      ),
      `${path}/tranches/new`,
      say('形成新批次', 'Form a further tranche'),
    );
  if (running[0] !== undefined) return running[0];
  if (seen.tranches.length === 0)
    return wait(
      say('系统正在形成名单', 'The list is being formed'),
      say('完成后自动进入下一环节。', 'The next step follows by itself.'),
    );
  if (round.endedAt !== undefined)
    return {
      title: say('本轮已结束', 'This round has ended'),
      body: say('名单和材料可以随时查看。', 'Its lists and papers stay open to look at.'),
      tone: 'over',
    };
  return {
    title: say('本轮各批次均已办结', 'Every tranche is completed'),
    body: say(
      '可以查看名单，或为备选、解除异议的对象形成新批次。',
      'Look at the lists, or form a further tranche.',
    ),
    tone: 'over',
  };
}
