/** The places of the level above at a round's intake: how many it gave, and the form that hands them down. */
import { type Handed, handingDown } from '#actions/recommendation/handing-down.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { fault, refuseIf, text } from '#domain/problem.ts';
import { sumOf } from '#domain/round/handed-places.ts';
import type { Ctx } from '#web/frame/context.ts';
import { type Body, one, whole } from '#web/frame/form.tsx';
import { Box } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import type { Typed } from '#web/frame/take.ts';
import type { SeenRound } from '#web/round/seen-round.tsx';

const formOf = (path: string, { handed }: Handed, below: readonly Organisation[]): FormSpec => ({
  form: 'handed',
  action: `${path}/handed`,
  scoped: true,
  hidden: { version: String(handed?.version ?? 0) },
  groups: [
    [
      ...below.map(({ id, name }) => ({
        id: `to.${id}`,
        type: 'integer' as const,
        label: text(name, name),
        now: handed?.shares.find(({ organisation }) => organisation === id)?.places,
      })),
      ...(handed === undefined ? [] : [ask(handingDown, 'reason', { type: 'paragraph' as const })]),
    ],
  ],
  note: text(
    '不填为 0 个。推荐上报时，各下级的对象不能多于分给它的名额。',
    'Nothing written is none. When recommendations go up, there are no more from each than it was handed.',
  ),
  button: text('保存', 'Save'),
});

/** How many places the level above gave, and to whom they were handed down. */
export const HandedBox = (props: {
  readonly c: Ctx;
  readonly seen: SeenRound;
  readonly places: Handed;
  readonly below: readonly Organisation[];
  readonly typed: Typed | undefined;
}) => {
  const { c, seen, places, below, typed } = props;
  const { say, round } = seen;
  const { had, handed } = places;
  if (had === undefined) return null;
  const over = round.status === 'cancelled' || round.status === 'settled';
  return (
    <Box title={say('上级给本级的名额', 'Places from the level above')} id="handed">
      <p>
        {say(
          `上级给本级 ${had} 个名额，已向下分配 ${sumOf(handed?.shares ?? [])} 个。`,
          `The level above gave ${had} places; ${sumOf(handed?.shares ?? [])} are handed down.`,
        )}
      </p>
      {seen.can('round.configure') && below.length > 0 && !over ? (
        <PostForm c={c} of={formOf(seen.path, places, below)} typed={typed} />
      ) : (
        <ul>
          {(handed?.shares ?? []).map(({ organisation, places: n }) => (
            <li>
              {below.find(({ id }) => id === organisation)?.name ?? organisation}：{n}
            </li>
          ))}
        </ul>
      )}
    </Box>
  );
};

/** The places written for each, by the names of the form. @throws Problem `places-not-whole`. */
export function handedIn(body: Body) {
  const shares = Object.keys(body)
    .filter((name) => /^(handed\.)?to\./.test(name) && one(body, name).trim() !== '')
    .map((name) => ({
      name: name.replace(/^handed\./, ''),
      organisation: name.replace(/^(handed\.)?to\./, ''),
      places: whole(one(body, name)),
    }));
  refuseIf(
    shares
      .filter(({ places }) => Number.isNaN(places))
      .map(({ name }) => fault(name, 'places-not-whole', '请填写整数', 'Write a whole number')),
  );
  return shares.map(({ organisation, places }) => ({ organisation, places }));
}
