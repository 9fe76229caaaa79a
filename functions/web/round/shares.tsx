/** Sharing out places: weights in the address, worked out with its ties explained, then saved as shares. */
import type { Organisation } from '#domain/people/people-records.ts';
import { Problem } from '#domain/problem.ts';
import { type Allocation, type Share, shareOut } from '#domain/round/share.ts';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { FieldErrors, faultsAt, fieldId } from '#web/frame/errors.tsx';
import { keptText, Reason, type Typed, whole } from '#web/frame/form.tsx';
import { Actions, Button, HiddenCsrf, Tag } from '#web/frame/parts.tsx';
import type { SeenRound } from './seen-round.tsx';

const reasonWords = (seen: SeenRound, by: Share['by']): string => {
  const { say } = seen;
  return {
    share: say('按比例取整', 'By share'),
    remainder: say('余数较大，多得 1 个', 'One more, larger remainder'),
    order: say('余数相同，按单位排序号', 'Equal remainders, by order number'),
    floor: say('保底', 'Lifted to the floor'),
  }[by];
};

interface Proposal {
  readonly weights: ReadonlyMap<string, number>;
  readonly total: number;
  readonly base: number;
  readonly floor: number;
  readonly result: Allocation | Problem;
}

/** The sharing asked for in the address: `places`, `base`, `floor` and a weight for each organisation. */
export function proposalOf(c: Ctx, seen: SeenRound, below: readonly Organisation[]): Proposal | undefined {
  const asked = c.req.query('places');
  if (asked === undefined) return undefined;
  const weights = new Map(
    below.map((org) => [org.id, whole((c.req.query(`w.${org.id}`) ?? '').trim() || '0')] as const),
  );
  const number = (name: 'base' | 'floor') => {
    const written = (c.req.query(name) ?? '').trim();
    // What is no number is refused, not replaced by what the programme says.
    return written === '' ? seen.stage.quota.share[name] : whole(written);
  };
  const [total, base, floor] = [whole(asked), number('base'), number('floor')];
  try {
    const claims = below.map((org) => ({ id: org.id, weight: weights.get(org.id) ?? 0, order: org.order }));
    return {
      weights,
      total,
      base,
      floor,
      result: shareOut(
        total,
        claims.filter((claim) => claim.weight !== 0),
        { base, floor },
      ),
    };
  } catch (error) {
    if (error instanceof Problem) return { weights, total, base, floor, result: error };
    throw error;
  }
}

export const WeightsForm = (props: {
  readonly seen: SeenRound;
  readonly below: readonly Organisation[];
  readonly proposal: Proposal | undefined;
}) => {
  const { seen, below, proposal } = props;
  const { lang, say, path, round, stage } = seen;
  const number = (id: string, label: string, value: number | undefined) => (
    <div class="field field-figure">
      <label class="label" for={`f-${id}`}>
        {label}
      </label>
      <input
        type="text"
        inputmode="numeric"
        id={`f-${id}`}
        name={id}
        autocomplete="off"
        value={value === undefined || Number.isNaN(value) ? '' : String(value)}
      />
    </div>
  );
  return (
    <form method="get" action={`${path}/intake#shares`}>
      <div class="row-fields">
        {number('places', say('名额总数', 'Places in all'), proposal?.total ?? round.settings.places)}
        {number('base', say('每个单位先得', 'Each gets first'), proposal?.base ?? stage.quota.share.base)}
        {number('floor', say('每个单位至少', 'Each at least'), proposal?.floor ?? stage.quota.share.floor)}
      </div>
      <DataTable
        lang={lang}
        caption={say(
          '各单位权数（如社区数、户数、人数）',
          'Weight of each, e.g. communities, households, women',
        )}
        captionShown
        rows={below}
        columns={[
          { title: say('排序号', 'Order'), numeric: true, cell: (org) => org.order },
          {
            title: say('单位', 'Organisation'),
            header: true,
            cell: (org) => <label for={`f-w-${org.id}`}>{org.name}</label>,
          },
          {
            title: say('权数', 'Weight'),
            cell: (org) => {
              const weight = proposal?.weights.get(org.id);
              return (
                <input
                  type="text"
                  inputmode="numeric"
                  id={`f-w-${org.id}`}
                  name={`w.${org.id}`}
                  autocomplete="off"
                  value={weight === undefined || weight === 0 || Number.isNaN(weight) ? '' : String(weight)}
                />
              );
            },
          },
        ]}
      />
      <Actions>
        <Button tone="secondary">{say('按权数试算', 'Work it out')}</Button>
      </Actions>
    </form>
  );
};

const dueColumns = (seen: SeenRound, allocation: Allocation) => {
  const { say } = seen;
  const worked = new Map(allocation.shares.map((share) => [share.id, share]));
  const by = (share: Share | undefined) =>
    share === undefined ? (
      '—'
    ) : share.by === 'order' ? (
      <Tag tone="warn">{reasonWords(seen, share.by)}</Tag>
    ) : (
      reasonWords(seen, share.by)
    );
  return [
    {
      title: say('应得', 'Due'),
      numeric: true,
      cell: (org: Organisation) => worked.get(org.id)?.due ?? '—',
    },
    { title: say('依据', 'By'), cell: (org: Organisation) => by(worked.get(org.id)) },
  ];
};

interface SharesProps {
  readonly seen: SeenRound;
  readonly csrf: string;
  readonly below: readonly Organisation[];
  readonly allocation: Allocation | undefined;
  readonly typed: Typed | undefined;
  readonly needsReason: boolean;
}

/** The places of one organisation: as typed, as worked out, or as they were given. */
const Places = ({ org, ...props }: SharesProps & { readonly org: Organisation }) => {
  const { seen, allocation, typed } = props;
  const given = seen.round.settings.shares.find((share) => share.organisation === org.id)?.places;
  const worked = allocation?.shares.find((share) => share.id === org.id)?.places ?? 0;
  const now = allocation === undefined ? given : worked;
  const name = `share.${org.id}`;
  const faults = typed?.form === 'shares' ? faultsAt(typed.problem?.faults ?? [], name) : [];
  return (
    <>
      {faults.length > 0 && <FieldErrors lang={seen.lang} id={fieldId(name)} faults={faults} />}
      <input
        type="text"
        inputmode="numeric"
        id={fieldId(name)}
        name={name}
        value={keptText(typed, 'shares', name, now === undefined ? '' : String(now))}
        autocomplete="off"
      />
    </>
  );
};

const Ties = ({ seen: { say }, below, allocation }: SharesProps) => {
  const namesOf = (ids: readonly string[], between: string) =>
    ids.map((id) => below.find((org) => org.id === id)?.name ?? id).join(between);
  return (
    <>
      {allocation?.ties.map(({ remainder, more, fewer }) => (
        <div class="flash flash-info">
          <p class="flash-title">{say('余数相同', 'Equal remainders')}</p>
          <p>
            {say(
              `余数同为 ${remainder}：${namesOf(more, '、')} 多得 1 个，${namesOf(fewer, '、')} 不多得，由单位排序号（小者优先）确定。`,
              `The remainder of all is ${remainder}: ${namesOf(more, ', ')} get one more, ${namesOf(fewer, ', ')} do not, decided by the order number, the smaller first.`,
            )}
          </p>
        </div>
      ))}
    </>
  );
};

export const SharesForm = (props: SharesProps) => {
  const { seen, below, allocation, typed } = props;
  const { lang, say, path, round } = seen;
  return (
    <form method="post" action={`${path}/intake`}>
      <HiddenCsrf csrf={props.csrf} />
      <input type="hidden" name="version" value={String(round.version)} />
      <Ties {...props} />
      <DataTable
        lang={lang}
        caption={say('分配给各单位的名额', 'Places given')}
        captionShown
        rows={below}
        columns={[
          {
            title: say('单位', 'Organisation'),
            cell: (org) => <label for={fieldId(`share.${org.id}`)}>{org.name}</label>,
          },
          ...(allocation === undefined ? [] : dueColumns(seen, allocation)),
          { title: say('名额', 'Places'), cell: (org) => <Places {...props} org={org} /> },
        ]}
      />
      <p class="hint">
        {say(
          '留空表示不分配；全部留空表示不限各单位名额。',
          'Empty gives none; all empty means that nobody is limited.',
        )}
      </p>
      {props.needsReason && (
        <Reason
          lang={lang}
          form="shares"
          typed={typed}
          label={{ zh: '更改理由', en: 'Reason for the change' }}
          help={{ zh: '会告知相关单位', en: 'Those concerned will read it' }}
        />
      )}
      <Actions>
        <Button>{say('保存名额', 'Save the places')}</Button>
      </Actions>
    </form>
  );
};

/** Faults of the settings name a share by its position; the page's fields are named by organisation. */
export function atShares(error: unknown, shares: readonly { readonly organisation: string }[]): unknown {
  if (!(error instanceof Problem)) return error;
  const faults = error.faults.map((each) => {
    const [, n] = /^shares\.(\d+)/.exec(each.field) ?? [];
    const org = n === undefined ? undefined : shares[Number(n)]?.organisation;
    return org === undefined ? each : { ...each, field: `share.${org}` };
  });
  return new Problem(error.kind, error.code, error.text, faults);
}
