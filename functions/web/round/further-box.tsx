/** The box of a settled round about who is left: a further tranche, where somebody is free for one, or the end of the round. */
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { mayStepUp } from '#domain/round/round-end.ts';
import { Box, Button } from '#web/frame/parts.tsx';
import type { SeenRound } from './seen-round.tsx';

/** `reserves` are the first of them; `resting` counts those carried over or sent back. */
export const FurtherBox = (props: {
  readonly seen: SeenRound;
  readonly reserves: readonly Candidacy[];
  readonly counts: { readonly reserve: number; readonly held: number; readonly resting: number };
}) => {
  const { seen, reserves, counts } = props;
  const { say, round, path, programme } = seen;
  const { reserve, held, resting } = counts;
  if (round.status !== 'settled' || !seen.can('shortlist.confirm') || reserve + held + resting === 0)
    return null;
  const mayForm = held + resting > 0 || reserves.some((each) => mayStepUp(programme.vacancy, each));
  return (
    <Box title={say('后续批次', 'Further tranche')} tone="tinted">
      <p>
        {say(`备选 ${reserve} 名，异议处理 ${held} 名。`, `${reserve} in reserve, ${held} held. `)}
        {programme.vacancy !== 'promote-reserve-with-new-notice'
          ? say(
              '本活动名额空缺不递补；异议解除和转入后续批次的，可以形成新批次，单独公示。',
              'This programme leaves vacancies empty; those released or carried go in a further tranche with its own notice.',
            )
          : say(
              '备选递补和异议解除后，可以形成新批次，单独公示。',
              'Promoted reserves and those released go in a further tranche with its own notice.',
            )}
      </p>
      <p>
        {mayForm && (
          <Button href={`${path}/tranches/new`} tone="secondary">
            {say('形成新批次', 'Form a further tranche')}
          </Button>
        )}
        {round.endedAt === undefined && (
          <>
            {' '}
            <Button href={`${path}/end`} tone="quiet">
              {say('不再递补，结束本轮', 'Promote nobody, end the round')}
            </Button>
          </>
        )}
      </p>
    </Box>
  );
};
