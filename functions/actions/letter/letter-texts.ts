/** 信函文字: an organisation words its letters anew, sees them as they would go, and takes its words back. */
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import type { LetterText } from '#domain/letter/letter-text-record.ts';
import { keysOf } from '#domain/members.ts';
import { type NamedPlaces, placeFaults, placeSaid, placesIn, placesRead } from '#domain/named-places.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, type Fault, fault, missing, refuseIf, type Text, text } from '#domain/problem.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { neededPlaces, placesOfLetter } from '#mail/letter-places.ts';
import {
  carriesSecret,
  type LetterWording,
  listsTasks,
  type RenderedLetter,
  renderLetter,
  standardOf,
  type TemplateName,
  templateNames,
  templateTitle,
} from '#mail/letters.tsx';
import { is, rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { forgetKnown, getOrganisation, knownOrganisation, organisationEventOps } from '#store/people.ts';
import type { Op } from '#store/table.ts';
import { letterWords } from './letter-input.ts';
import { inForce, textAt } from './letter-words.ts';

/** Letters with a one-time code are worded by nobody: who gets them must recognise them. */
export const wordable: readonly TemplateName[] = templateNames.filter((name) => !carriesSecret(name));

async function wordedBy(deps: Deps, actor: Actor, org: string): Promise<Organisation> {
  const organisation = await getOrganisation(deps.table, org);
  demand(actor, 'letters.word', { orgPath: organisation.path });
  return organisation;
}

function known(template: string): TemplateName {
  const name = wordable.find((each) => each === template);
  if (name === undefined)
    throw missing('letter-kind-unknown', '没有这种可以修改的信函。', 'There is no such letter to word.');
  return name;
}

export interface WordedLetter {
  readonly template: TemplateName;
  readonly title: Text;
  /** Places by id. */
  readonly standard: LetterWording;
  readonly now: LetterWording;
  readonly places: NamedPlaces;
  /** Whose words these are, where they are not the standard ones. */
  readonly from: { readonly org: string; readonly name: string; readonly at: string } | undefined;
  /** 0 where the organisation has none of its own. */
  readonly version: number;
}

async function lookAt(deps: Deps, organisation: Organisation, template: TemplateName): Promise<WordedLetter> {
  const standard = standardOf(template);
  const text = await inForce(deps, organisation, template);
  return {
    ...{ template, standard, title: templateTitle(template), places: placesOfLetter(standard) },
    now: text === undefined ? standard : { subject: text.subject, lead: text.lead },
    from: text && {
      ...{ org: text.org, at: text.at },
      name: (await knownOrganisation(deps.table, text.org)).name,
    },
    version: text?.org === organisation.id ? text.version : 0,
  };
}

/** Every kind of letter that an organisation may word. @throws Problem missing; forbidden. */
export async function letterTexts(deps: Deps, actor: Actor, org: string): Promise<readonly WordedLetter[]> {
  const organisation = await wordedBy(deps, actor, org);
  return Promise.all(wordable.map((template) => lookAt(deps, organisation, template)));
}

/** One of them. @throws Problem missing `letter-kind-unknown`; forbidden. */
export async function letterText(
  deps: Deps,
  actor: Actor,
  org: string,
  template: string,
): Promise<WordedLetter> {
  return lookAt(deps, await wordedBy(deps, actor, org), known(template));
}

const fieldWords = {
  subjectZh: text('标题（中文）', 'Subject in Chinese'),
  leadZh: text('正文（中文）', 'Text in Chinese'),
  subjectEn: text('标题（英文）', 'Subject in English'),
  leadEn: text('正文（英文）', 'Text in English'),
} as const;

/** The words as sent, with places by id. @throws Problem invalid with faults at the fields. */
function readWords(
  template: TemplateName,
  sent: Input<typeof letterWords>,
): LetterWording & { version: number } {
  const places = placesOfLetter(standardOf(template));
  const { version, ...typed } = readInput(letterWords, sent);
  const kept = {
    subjectZh: placesRead(places, typed.subjectZh),
    leadZh: placesRead(places, typed.leadZh),
    subjectEn: placesRead(places, typed.subjectEn),
    leadEn: placesRead(places, typed.leadEn),
  };
  const wrong = keysOf(fieldWords).flatMap((field) =>
    placeFaults(places, kept[field], { field, label: fieldWords[field], strict: false }),
  );
  const lost = (['Zh', 'En'] as const).flatMap((language): Fault[] =>
    neededPlaces(places)
      .filter((id) => !placesIn(kept[`subject${language}`] + kept[`lead${language}`]).includes(id))
      .map((id) => {
        const label = fieldWords[`lead${language}`];
        const [zh, en] = [placeSaid(places[id]!, 'zh'), placeSaid(places[id]!, 'en')];
        return fault(
          `lead${language}`,
          'place-needed',
          `「${label.zh}」里须有${zh}，收信人才知道说的是谁、结果如何`,
          `${label.en} must have ${en}: the reader has to know whom it is about, or what came of it`,
        );
      }),
  );
  refuseIf([...wrong, ...lost]);
  return {
    subject: { zh: kept.subjectZh, en: kept.subjectEn },
    lead: { zh: kept.leadZh, en: kept.leadEn },
    version,
  };
}

const changed = () =>
  conflict(
    'letter-text-changed',
    '这封信函的文字刚有人改过，请刷新后再改。',
    'Somebody has just changed this text; reload and change it again.',
  );

/** What an act on an organisation's words writes besides: its event. */
async function save(
  deps: Deps,
  actor: Actor,
  organisation: Organisation,
  { action, template }: { readonly action: EventName; readonly template: string },
  op: Op,
): Promise<void> {
  const write = begin(deps, actor);
  write.op(
    op,
    ...organisationEventOps(organisation, { at: write.now, ...write.by, action, details: { template } }),
  );
  await finish(deps, write);
  forgetKnown(deps.table);
}

/**
 * Words a kind of letter anew for an organisation and those below that have no words of their own.
 * @throws Problem invalid with faults; conflict `letter-text-changed`; missing; forbidden.
 */
export async function changeLetterText(
  deps: Deps,
  actor: Actor,
  { org, template, ...sent }: Input<typeof letterWords> & { readonly org: string; readonly template: string },
): Promise<WordedLetter> {
  const name = known(template);
  return again(async () => {
    const organisation = await wordedBy(deps, actor, org);
    const { version, ...words } = readWords(name, sent);
    const before = await textAt(deps, org, name);
    if ((before?.version ?? 0) !== version) throw changed();
    const next: LetterText = {
      ...{ org, template: name, ...words },
      ...{ by: actor.id, at: instantOf(deps), version: version + 1 },
    };
    await save(
      deps,
      actor,
      organisation,
      { action: 'organisation.letter-text', template: name },
      {
        put: { ...next, ...keys.letterText(org, name) },
        when: before === undefined ? rowAbsent : is('version', version),
      },
    );
    return lookAt(deps, organisation, name);
  });
}

/** Takes an organisation's own words back: the standard ones hold again, or those of one above. Doing it twice is once. */
export async function resetLetterText(
  deps: Deps,
  actor: Actor,
  { org, template }: { readonly org: string; readonly template: string },
): Promise<WordedLetter> {
  const name = known(template);
  return again(async () => {
    const organisation = await wordedBy(deps, actor, org);
    if ((await textAt(deps, org, name)) !== undefined)
      await save(
        deps,
        actor,
        organisation,
        { action: 'organisation.letter-reset', template: name },
        {
          remove: keys.letterText(org, name),
        },
      );
    return lookAt(deps, organisation, name);
  });
}

/** A letter of that kind as it would go with these words, its places filled with examples. */
function sample(
  deps: Deps,
  template: TemplateName,
  wording: LetterWording,
  language: 'zh' | 'en',
): RenderedLetter {
  const now = instantOf(deps);
  const { places, title } = { places: placesOfLetter(standardOf(template)), title: templateTitle(template) };
  const params = Object.fromEntries(
    Object.entries(places).flatMap(([id, { example }]) => [
      [`${id}Zh`, example.zh],
      [`${id}En`, example.en],
      [id, example[language]],
    ]),
  );
  return renderLetter({
    ...{ template, wording, language, now, params, site: deps.site, link: `${deps.site.url}/…` },
    ...(listsTasks(template) && {
      tasks: {
        items: [{ name: language === 'zh' ? '李秀英' : 'Li Xiuying', title, due: now }],
        count: 1,
        atLeast: false,
      },
    }),
  });
}

/**
 * Both languages of a letter as it would go with words that were not saved.
 * @throws Problem invalid with faults; missing; forbidden.
 */
export async function previewLetterText(
  deps: Deps,
  actor: Actor,
  { org, template, ...sent }: Input<typeof letterWords> & { readonly org: string; readonly template: string },
): Promise<{ readonly zh: RenderedLetter; readonly en: RenderedLetter }> {
  await wordedBy(deps, actor, org);
  const name = known(template);
  const words = readWords(name, sent);
  return { zh: sample(deps, name, words, 'zh'), en: sample(deps, name, words, 'en') };
}

/** Both languages with the words in force. */
export const shownLetter = (deps: Deps, { template, now }: Pick<WordedLetter, 'template' | 'now'>) => ({
  zh: sample(deps, template, now, 'zh'),
  en: sample(deps, template, now, 'en'),
});
