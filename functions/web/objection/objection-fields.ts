/** What the two forms that take an objection share: the public's, and the desk's for letters and calls. */
import type { RaisedObjection } from '#actions/objection/objection-input.ts';
import { publicObjection } from '#actions/objection/objection-input.ts';
import { normaliseText } from '#domain/name.ts';
import { namedSubject, type Subject, subjectNamed } from '#domain/objection/subject-named.ts';
import { type Fault, fault, text } from '#domain/problem.ts';
import { type Ask, ask } from '#web/frame/post-form.tsx';

/** Stands for the organisation itself among the nominees. */
const organisation = 'organisation';

export const kindWords = {
  person: text('个人实名', 'A person, by real name'),
  unit: text('单位', 'A unit'),
  anonymous: text('匿名', 'Anonymous'),
} as const;

/** Those whom it may be about, and the organisation that runs the round; too many for a list are typed by name. */
export interface Subjects {
  readonly all: readonly Subject[];
  readonly orgName: string;
  readonly typed: boolean;
}

/** Whom it is about: one of those on the list, or the organisation that runs the round. */
export function subjectAsk({ all, orgName, typed }: Subjects, now: string | undefined): Ask {
  if (typed)
    return ask(publicObjection, 'nomination', {
      required: true,
      now: namedSubject(now, all),
      help: text(
        `填写名单上的姓名、名称或编号；对组织评选的单位提出的，填“${orgName}”，由其上级核查`,
        `The name or number on the list; for the organisation that runs it write "${orgName}", examined by the one above`,
      ),
    });
  return ask(publicObjection, 'nomination', {
    type: 'choice',
    as: 'list',
    required: true,
    now,
    options: [
      ...all.map(({ id, name }) => ({ value: id, label: text(name, name) })),
      {
        value: organisation,
        label: text(
          `组织评选的单位（${orgName}），由其上级核查`,
          `The organisation that runs it (${orgName}), examined by the one above`,
        ),
      },
    ],
  });
}

/** What was sent with the one it means, where she is typed by name; what it does not mean is a fault. */
export function meant<T extends About>(sent: T, { all, orgName, typed }: Subjects): Meant<T> {
  const { nomination } = sent;
  if (!typed || nomination === undefined || nomination.trim() === '') return { sent, faults: [] };
  if (normaliseText(nomination) === normaliseText(orgName))
    return { sent: { ...sent, nomination: organisation }, faults: [] };
  const found = subjectNamed(nomination, all);
  return typeof found === 'string'
    ? { sent: { ...sent, nomination: found }, faults: [] }
    : { sent, faults: [found] };
}
interface Meant<T> {
  readonly sent: T;
  readonly faults: readonly Fault[];
}

type About = Pick<RaisedObjection, 'nomination'>;

/** A form always says whom it is about. */
export const subjectFaults = ({ nomination }: About): readonly Fault[] =>
  nomination === undefined
    ? [fault('nomination', 'required', '请选择反映对象', 'Choose whom it is about')]
    : [];

/** What was chosen, as the action takes it. */
export const aimed = <T extends About>({ nomination, ...rest }: T) =>
  nomination === organisation
    ? { ...rest, against: 'organisation' as const }
    : { ...rest, nomination, against: 'nominee' as const };
