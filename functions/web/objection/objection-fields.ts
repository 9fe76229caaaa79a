/** What the two forms that take an objection share: the public's, and the desk's for letters and calls. */
import type { RaisedObjection } from '#actions/objection/objection-input.ts';
import { publicObjection } from '#actions/objection/objection-input.ts';
import { type Fault, fault, text } from '#domain/problem.ts';
import { type Ask, ask } from '#web/frame/post-form.tsx';

/** Stands for the organisation itself among the nominees. */
const organisation = 'organisation';

export const kindWords = {
  person: text('个人实名', 'A person, by real name'),
  unit: text('单位', 'A unit'),
  anonymous: text('匿名', 'Anonymous'),
} as const;

/** Whom it is about: one of those on the list, or the organisation that runs the round. */
export const subjectAsk = (
  nominees: readonly { readonly id: string; readonly name: string }[],
  orgName: string,
  now: string | undefined,
): Ask =>
  ask(publicObjection, 'nomination', {
    type: 'choice',
    as: 'list',
    required: true,
    now,
    options: [
      ...nominees.map(({ id, name }) => ({ value: id, label: text(name, name) })),
      {
        value: organisation,
        label: text(
          `组织评选的单位（${orgName}），由其上级核查`,
          `The organisation that runs it (${orgName}), examined by the one above`,
        ),
      },
    ],
  });

type Subject = Pick<RaisedObjection, 'nomination'>;

/** A form always says whom it is about. */
export const subjectFaults = ({ nomination }: Subject): readonly Fault[] =>
  nomination === undefined
    ? [fault('nomination', 'required', '请选择反映对象', 'Choose whom it is about')]
    : [];

/** What was chosen, as the action takes it. */
export const aimed = <T extends Subject>({ nomination, ...rest }: T) =>
  nomination === organisation
    ? { ...rest, against: 'organisation' as const }
    : { ...rest, nomination, against: 'nominee' as const };
