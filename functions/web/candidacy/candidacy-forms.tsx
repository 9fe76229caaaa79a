/** What an organisation may do to one candidacy now, each with its own small form; only what its state allows is shown. */
import { handedBack } from '#actions/candidacy/upward-input.ts';
import { isExternal } from '#actions/recommendation/external-results.ts';
import { externalResult, externalStates } from '#actions/recommendation/recommendation-input.ts';
import {
  phaseClosing,
  reopenedReview,
  straggler,
  stragglerFates,
  verification,
} from '#actions/review/review-input.ts';
import { mayCarry } from '#actions/review/stragglers.ts';
import { canMove, mayReopen } from '#domain/candidacy/candidacy.ts';
import { upwardWords } from '#domain/candidacy/candidacy-ends.ts';
import { openStates } from '#domain/candidacy/candidacy-state.ts';
import { text } from '#domain/problem.ts';
import { Box } from '#web/frame/parts.tsx';
import { ask, type FormSpec, optionsOf, PostForm } from '#web/frame/post-form.tsx';
import type { OnPage } from '#web/frame/take.ts';
import type { SeenCandidacy } from './candidacy-read.ts';

/** The last day of the phase is over, so that it may be closed. */
type Closable = boolean;
interface OfficeForm {
  readonly form: FormSpec;
  /** Whether it may be done now, by this reader. */
  readonly isOpen: (seen: SeenCandidacy, closable: Closable) => boolean;
}
type MakeForm = (seen: SeenCandidacy) => OfficeForm;

const verified: MakeForm = ({ here }) => ({
  form: {
    form: 'verified',
    action: `${here}/verified`,
    folded: text('登记核实结果', 'Settle the verification'),
    note: text(
      '有部门要求核实。请写明核实情况，并选择是否通过。',
      'A department asked to verify. Say what was found, and whether it may go on.',
    ),
    groups: [[ask(verification, 'verified'), ask(verification, 'reason', { type: 'paragraph' })]],
  },
  isOpen: ({ candidacy: { state, asked }, can }) =>
    state === 'opinions' &&
    asked.length > 0 &&
    asked.every(({ answer }) => answer !== undefined) &&
    asked.some(({ answer }) => answer === 'verify') &&
    can('pair.settle'),
});

const askMissing: MakeForm = ({ here }) => ({
  form: {
    form: 'ask-missing',
    action: `${here}/ask-missing`,
    folded: text('补派承办人', 'Ask those missing'),
    note: text(
      '从本单位现有人员中补派，直到规定人数；与申报对象有利害关系的除外。',
      'Asks people of the organisation until the step has as many as it needs, save those with a tie to the nominee.',
    ),
  },
  isOpen: ({ candidacy: { missing, step, state }, can }) =>
    missing !== undefined && step?.kind === state && can('task.reassign'),
});

const handBack: MakeForm = ({ here }) => ({
  form: {
    form: 'return',
    action: `${here}/return`,
    folded: text('退回下级', 'Return to the level below'),
    note: text(
      '下级可以修改后再报。请写明需要补正什么。',
      'The level below may amend and send it again. Say what is to be mended.',
    ),
    groups: [[ask(handedBack, 'note', { type: 'paragraph' })]],
  },
  isOpen: ({ nomination, round, candidacy, can }) =>
    nomination.seats.indexOf(round.id) > 0 && canMove(candidacy.state, 'returnBelow') && can('upward.return'),
});

const settle: MakeForm = ({ here, round, candidacy }) => ({
  form: {
    form: 'straggler',
    action: `${here}/straggler`,
    hidden: { version: String(round.version) },
    folded: text('逾期处理', 'Settle as a straggler'),
    note: text('本阶段已到期，请选择如何处理。', 'The phase is over; choose what becomes of it.'),
    groups: [
      [
        ask(straggler, 'fate', {
          options: optionsOf(stragglerFates).filter(({ value }) => value === 'out' || mayCarry(candidacy)),
        }),
        ask(phaseClosing, 'reason', { type: 'paragraph' }),
      ],
    ],
  },
  isOpen: ({ candidacy: { state }, can, ...seen }, closable) =>
    seen.round.status === 'selecting' && closable && openStates.includes(state) && can('round.configure'),
});

const reopen: MakeForm = ({ here, candidacy }) => ({
  form: {
    form: 'reopen',
    action: `${here}/reopen`,
    hidden: { version: String(candidacy.version) },
    folded: text('重新审查', 'Reopen the review'),
    note: text(
      '原结论有误的，可以在确认拟推荐名单之前重新审查；原环节重新分派待办，原因会告知申报人并记入历史。',
      'A mistaken rejection may be put right until the shortlist is confirmed: its step is asked anew. The nominator reads the reason, and it is kept.',
    ),
    groups: [[ask(reopenedReview, 'reason', { type: 'paragraph' })]],
  },
  isOpen: ({ candidacy: one, round, can }) =>
    mayReopen(one) && (round.status === 'open' || round.status === 'selecting') && can('review.reopen'),
});

const resume: MakeForm = ({ here }) => ({
  form: {
    form: 'resume',
    action: `${here}/resume`,
    folded: text('继续办理', 'Take up again'),
    note: text('从原环节重新分派待办。', 'Its step is asked anew.'),
  },
  isOpen: ({ candidacy: { carried, state }, round, can }) =>
    carried !== undefined && state === 'sentBack' && round.status === 'settled' && can('round.configure'),
});

const standBy: MakeForm = ({ here }) => ({
  form: {
    form: 'stand-by',
    action: `${here}/stand-by`,
    folded: text('列为备选', 'Put in reserve'),
    note: text(
      '列为备选后，可以进入新批次并公示。',
      'It may then go in a further tranche with its own notice.',
    ),
  },
  isOpen: ({ candidacy: { carried, reopened, late, state }, round, can }) =>
    (carried ?? reopened ?? late) !== undefined &&
    state === 'waiting' &&
    round.status === 'settled' &&
    can('shortlist.edit'),
});

const sendAgain: MakeForm = ({ here }) => ({
  form: {
    form: 'send-again',
    action: `${here}/send-again`,
    folded: text('再次上报', 'Send up again'),
    note: text('按修改后的申报表再次报送上级。', 'The amended form goes up again.'),
  },
  isOpen: ({ candidacy: { state, upward }, can }) =>
    state === 'sentBack' && upward?.state === 'returned' && can('upward.send'),
});

const withdrawUp: MakeForm = ({ here }) => ({
  form: {
    form: 'withdraw-up',
    action: `${here}/withdraw-up`,
    tone: 'danger',
    folded: text('撤回上报', 'Withdraw the recommendation'),
    note: text('上级确定名单前可以撤回。确定撤回吗？', 'Possible until the shortlist above. Withdraw it?'),
  },
  isOpen: ({ candidacy: { upward }, can }) =>
    upward !== undefined && ['sent', 'returned'].includes(upward.state) && can('upward.withdraw'),
});

const external: MakeForm = ({ here }) => ({
  form: {
    form: 'external',
    action: `${here}/external`,
    folded: text('登记上级结果', 'Record the result from above'),
    note: text(
      '上级不使用本系统，由本单位按上级文件登记。',
      'The level above does not use this system; record what it published.',
    ),
    groups: [
      [
        ask(externalResult, 'state', { options: optionsOf(upwardWords, externalStates) }),
        ask(externalResult, 'source', {
          max: 200,
          help: text('如文号和公布日期', 'Document number and date'),
        }),
        ask(externalResult, 'bodies', {
          type: 'text',
          help: text(
            '授予荣誉的必须填写；按印制顺序，用顿号分开',
            'Needed for an honour; in their printed order, separated by 、',
          ),
        }),
        ask(externalResult, 'date', {
          type: 'date',
          help: text('授予荣誉的必须填写', 'Needed for an honour'),
        }),
        ask(externalResult, 'number'),
        ask(externalResult, 'grades', {
          type: 'text',
          help: text('如 一等奖；没有的不填', 'Such as 一等奖; empty where there is none'),
        }),
        ask(externalResult, 'batch', {
          type: 'integer',
          help: text('第几批，如 2', 'Its number, such as 2'),
        }),
      ],
    ],
  },
  isOpen: ({ candidacy, can }) => isExternal(candidacy) && can('upward.send'),
});

const forms: readonly MakeForm[] = [
  verified,
  askMissing,
  handBack,
  settle,
  reopen,
  resume,
  standBy,
  sendAgain,
  withdrawUp,
  external,
];

/** The box of small forms; nothing when the reader can do none. */
export const CandidacyForms = (
  props: OnPage & { readonly seen: SeenCandidacy; readonly closable: Closable },
) => {
  const { c, seen, typed, closable } = props;
  const open = forms.map((make) => make(seen)).filter(({ isOpen }) => isOpen(seen, closable));
  if (open.length === 0) return null;
  return (
    <Box title={seen.say('可以办理', 'What you can do')} id="forms">
      <div class="actions">
        {open.map(({ form }) => (
          <PostForm c={c} of={form} typed={typed} />
        ))}
      </div>
    </Box>
  );
};
