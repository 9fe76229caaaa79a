/** `/nominations/<id>/preview`: as the public would see it, the whole form, what is not met yet, the consents, and submission. */
import { Hono } from 'hono';
import { formChecks, identityMacs } from '#actions/nomination/nominee-facts.ts';
import { submit } from '#actions/nomination/submit.ts';
import { judgeEligibility } from '#actions/review/eligibility.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import { asksSensitive, type ConsentText, privacyFaults } from '#domain/nomination/consent-text.ts';
import { isCertifiable } from '#domain/nomination/odd-codes.ts';
import { formOnPaper, readPaper } from '#domain/nomination/paper.ts';
import { checkSubmitted } from '#domain/nomination/submitted-form.ts';
import { type PublicItem, publicEntry } from '#domain/notice/public-entry.ts';
import { type Fault, fault, Problem, refuseIf } from '#domain/problem.ts';
import type { Finding } from '#domain/review/eligibility-check.ts';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { one, postedOf } from '#web/frame/posted.ts';
import { press, type Typed } from '#web/frame/take.ts';
import { EditPage } from './edit-page.tsx';
import { type OpenedDraft, openedDraft } from './opened-draft.ts';
import { PreviewPage } from './preview-page.tsx';
import { privacyOf } from './privacy.tsx';

/** Faults that stand on the preview itself; all others are of the form. */
const ownFields: readonly string[] = ['consentText', 'sensitive', 'certified', ''];

/** What a preview says about a draft. */
export interface Preview {
  /** What a notice would show; a fault where it may not. */
  readonly shown: readonly PublicItem[];
  /** What submission would refuse now. */
  readonly missing: readonly Fault[];
  /** Conditions of eligibility that do not hold. */
  readonly findings: readonly Finding[];
  readonly consent: ConsentText;
  readonly asksSensitive: boolean;
  /** A credit code has an odd check digit, which its certificate may show. */
  readonly isCertifiable: boolean;
}

/** An unfinished form may not say yet who the nominee is. */
function identitiesOf(...given: Parameters<typeof identityMacs>): readonly string[] {
  try {
    return identityMacs(...given);
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}

/** The conditions of programme and entry stage that the draft does not meet, judged as the review will judge them. */
async function findingsOf(deps: Deps, opened: OpenedDraft): Promise<readonly Finding[]> {
  const { programme, answers, seat, draft } = opened;
  const asOf = shanghaiDate(seat?.governing.settings.opensAt ?? instantOf(deps));
  const identities = identitiesOf(deps, programme, answers, asOf);
  const findings = await judgeEligibility(deps, {
    programme,
    stage: seat?.stage ?? 0,
    answers,
    channel: draft.channel,
    identities,
    org: draft.org,
    asOf,
  });
  return findings.filter((finding) => !finding.ok);
}

async function previewOf(deps: Deps, opened: OpenedDraft): Promise<Preview> {
  const { programme, draft } = opened;
  const { form } = programme;
  const sent = { answers: opened.answers, attachments: draft.attachments };
  const checks = formChecks(deps);
  const { paper, asksConsent } = opened;
  const checked = checkSubmitted(formOnPaper(form, paper), sent, checks);
  // What only a box of this page lacks is said at the box.
  const missing = [
    ...checked.faults.filter(({ field }) => !ownFields.includes(field)),
    ...readPaper(paper, { asksConsent, today: checks.today }).faults,
  ];
  if (asksConsent && !opened.consentEmail && !paper?.consentOn)
    missing.push(
      fault('consentEmail', 'consent-email', '请填写被推荐人的邮箱', "Give the nominee's e-mail address"),
    );
  let shown: readonly PublicItem[] = [];
  try {
    shown = publicEntry(form, checked.answers);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    missing.push(...error.faults);
  }
  return {
    shown,
    missing,
    // What is not answered yet is said once, above.
    findings: (await findingsOf(deps, { ...opened, answers: checked.answers })).filter(
      ({ field }) => !missing.some((one) => one.field === field || one.field === `declarations.${field}`),
    ),
    consent: privacyOf(opened),
    asksSensitive: asksSensitive(form),
    isCertifiable: isCertifiable(form, checked.answers),
  };
}

/** Preview and submission of drafts. */
export function previewPages({ deps }: Web): Hono<Env> {
  const app = new Hono<Env>();
  const there = (c: Ctx) => openedDraft(deps, signedIn(c), c.req.param('id') ?? '');
  const page = async (c: Ctx, opened: OpenedDraft, typed?: Typed) => (
    <PreviewPage
      c={c}
      opened={opened}
      now={instantOf(deps)}
      preview={await previewOf(deps, opened)}
      typed={typed}
    />
  );

  app.get('/nominations/:id/preview', async (c) => {
    const opened = await there(c);
    return opened === undefined
      ? c.redirect(`/nominations/${c.req.param('id')}`)
      : c.html(await page(c, opened));
  });
  app.get('/nominations/:id/submit', (c) => c.redirect(`/nominations/${c.req.param('id')}/preview`));

  app.post('/nominations/:id/submit', async (c) => {
    const actor = signedIn(c);
    const done = `/nominations/${c.req.param('id')}?done=submitted`;
    const opened = await there(c);
    // Pressed twice: the second press finds the nomination that the first made.
    if (opened === undefined) return c.redirect(done, 303);
    const { body, faults } = await postedOf(c);
    const { id, programme, org, channel, attachments } = opened.draft;
    const work = async () => {
      const agreed = {
        consentText: one(body, 'consentText'),
        sensitive: one(body, 'sensitive') === 'true',
        certified: one(body, 'certified') === 'true',
      };
      // A box that is not ticked is said where it stands, whatever the form lacks as well.
      refuseIf([...faults, ...privacyFaults(opened.programme.form, agreed)]);
      await submit(deps, actor, {
        id,
        programme,
        org,
        channel,
        answers: opened.answers,
        attachments,
        ...agreed,
        receivedAt: c.get('receivedAt'),
        consentEmail: opened.consentEmail,
        paper: opened.paper,
      });
      return done;
    };
    const show = (typed: Typed) =>
      typed.problem?.faults.every((each) => ownFields.includes(each.field)) === true
        ? page(c, opened, typed)
        : Promise.resolve(<EditPage c={c} opened={opened} now={instantOf(deps)} typed={typed} />);
    return press(c, 'submit', body, { work, show });
  });
  return app;
}
