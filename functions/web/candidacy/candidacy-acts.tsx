/** What an organisation may do to one candidacy now, each with its own small form; only what its state allows is shown. */

import { externalStates, isExternal } from '#actions/recommendation/external-results.ts';
import { mayCarry } from '#actions/review/stragglers.ts';
import { canAct } from '#domain/candidacy/candidacy.ts';
import { openStates } from '#domain/candidacy/candidacy-state.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import { Act } from '#web/frame/act.tsx';
import { Asked, Reason, type Typed } from '#web/frame/form.tsx';
import { Panel } from '#web/frame/parts.tsx';
import { w } from '#web/frame/words.ts';
import type { SeenCandidacy } from './candidacy-read.tsx';

const stragglerStates: readonly string[] = openStates;

/** The panel of acts; nothing when the reader can do none. */
export const CandidacyActs = (props: {
  readonly seen: SeenCandidacy;
  readonly csrf: string;
  readonly typed: Typed | undefined;
  /** The phase's last day is over, so that it may be closed. */
  readonly closable: boolean;
  /** What was decided on it so far. */
  readonly findings: readonly ActRecord[];
}) => {
  const { seen, csrf, typed } = props;
  const { candidacy, nomination, round, lang, say, here, can } = seen;
  const cameFromBelow = nomination.seats.indexOf(round.id) > 0;
  const shared = { lang, csrf, typed };
  const answered = candidacy.asked.length > 0 && candidacy.asked.every((asked) => asked.answer !== undefined);
  const toVerify =
    candidacy.state === 'opinions' && answered && candidacy.asked.some((asked) => asked.answer === 'verify');
  const isCarried = candidacy.carried !== undefined;
  const acts = [
    toVerify && can('pair.settle') && (
      <Act
        {...shared}
        action={`${here}/verified`}
        form="verified"
        label={say('登记核实结果', 'Settle the verification')}
        question={say(
          '有部门要求核实。请写明核实情况，并选择是否通过。',
          'A department asked to verify. Say what was found, and whether it may go on.',
        )}
      >
        <Asked
          lang={lang}
          form="verified"
          typed={typed}
          field={{
            id: 'verified',
            type: 'boolean',
            required: true,
            label: { zh: '核实后可以通过', en: 'It may go on' },
          }}
        />
        <Reason lang={lang} form="verified" typed={typed} label={{ zh: '核实情况', en: 'What was found' }} />
      </Act>
    ),
    cameFromBelow && canAct(candidacy.state, 'returnBelow') && can('upward.return') && (
      <Act
        {...shared}
        action={`${here}/return`}
        form="return"
        label={say('退回下级', 'Return to the level below')}
        question={say(
          '下级可以修改后再报。请写明需要补正什么。',
          'The level below may amend and send it again. Say what is to be mended.',
        )}
      >
        <Reason
          lang={lang}
          form="return"
          typed={typed}
          name="note"
          label={{ zh: '退回原因', en: 'Reason' }}
        />
      </Act>
    ),
    round.status === 'selecting' &&
      props.closable &&
      stragglerStates.includes(candidacy.state) &&
      can('round.configure') && (
        <Act
          {...shared}
          action={`${here}/straggler`}
          form="straggler"
          fields={{ version: String(round.version) }}
          label={say('逾期处理', 'Settle as a straggler')}
          question={say('本阶段已到期，请选择如何处理。', 'The phase is over; choose what becomes of it.')}
        >
          <Asked
            lang={lang}
            form="straggler"
            typed={typed}
            field={{
              id: 'fate',
              type: 'choice',
              required: true,
              label: { zh: '处理方式', en: 'What becomes of it' },
              options: [
                { value: 'out', label: { zh: '逾期不再参评', en: 'Out' } },
                ...(mayCarry(candidacy)
                  ? [{ value: 'carry', label: { zh: '转入后续批次', en: 'Carried to a later tranche' } }]
                  : []),
              ],
            }}
          />
          <Reason lang={lang} form="straggler" typed={typed} />
        </Act>
      ),
    isCarried && candidacy.state === 'sentBack' && round.status === 'settled' && can('round.configure') && (
      <Act
        {...shared}
        action={`${here}/resume`}
        form="resume"
        label={say('继续办理', 'Take up again')}
        question={say('从原环节重新分派待办。', 'Its step is asked anew.')}
      />
    ),
    isCarried && candidacy.state === 'waiting' && round.status === 'settled' && can('shortlist.edit') && (
      <Act
        {...shared}
        action={`${here}/stand-by`}
        form="stand-by"
        label={say('列为备选', 'Put in reserve')}
        question={say(
          '列为备选后，可以进入新批次并公示。',
          'It may then go in a further tranche with its own notice.',
        )}
      />
    ),
    candidacy.state === 'sentBack' && candidacy.upward?.state === 'returned' && can('upward.send') && (
      <Act
        {...shared}
        action={`${here}/send-again`}
        form="send-again"
        label={say('再次上报', 'Send up again')}
        question={say('按修改后的申报表再次报送上级。', 'The amended form goes up again.')}
      />
    ),
    candidacy.upward !== undefined &&
      ['sent', 'returned'].includes(candidacy.upward.state) &&
      can('upward.withdraw') && (
        <Act
          {...shared}
          action={`${here}/withdraw-up`}
          form="withdraw-up"
          tone="danger"
          label={say('撤回上报', 'Withdraw the recommendation')}
          question={say(
            '上级确定名单前可以撤回。确定撤回吗？',
            'Possible until the shortlist above. Withdraw it?',
          )}
        />
      ),
    isExternal(candidacy) && can('upward.send') && (
      <Act
        {...shared}
        action={`${here}/external`}
        form="external"
        label={say('登记上级结果', 'Record the result from above')}
        question={say(
          '上级不使用本系统，由本单位按上级文件登记。',
          'The level above does not use this system; record what it published.',
        )}
      >
        <Asked
          lang={lang}
          form="external"
          typed={typed}
          field={{
            id: 'state',
            type: 'choice',
            required: true,
            label: { zh: '上级结果', en: 'Result' },
            options: externalStates.map((state) => ({
              value: state,
              label: { zh: w('zh').upward[state], en: w('en').upward[state] },
            })),
          }}
        />
        <Asked
          lang={lang}
          form="external"
          typed={typed}
          field={{
            id: 'source',
            type: 'text',
            required: true,
            max: 200,
            label: { zh: '依据', en: 'Where it is written' },
            help: { zh: '如文号和公布日期', en: 'Document number and date' },
          }}
        />
      </Act>
    ),
  ].filter((each) => each !== false);
  if (acts.length === 0) return null;
  return (
    <Panel title={say('可以办理', 'What you can do')} id="acts">
      <div class="actions">{acts}</div>
    </Panel>
  );
};
