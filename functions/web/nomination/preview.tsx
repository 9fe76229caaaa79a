/** `/nominations/<id>/preview`: as the public would see it, the whole form, what is not met yet, the consents, and submission. */

import { submit } from '#actions/nomination/submit.ts';
import { judgeEligibility } from '#actions/review/eligibility.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { asksSensitive, type ConsentText, privacyFaults } from '#domain/nomination/consent-text.ts';
import { isCertifiable } from '#domain/nomination/odd-codes.ts';
import type { PublicItem } from '#domain/notice/public-entry.ts';
import { type Fault, refuseIf } from '#domain/problem.ts';
import type { Finding } from '#domain/review/eligibility-check.ts';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { mounting } from '#web/frame/mounting.ts';
import { one, postedOf } from '#web/frame/posted.ts';
import { press, type Typed } from '#web/frame/take.ts';
import { EditPage } from './edit-page.tsx';
import { type OpenedDraft, openedDraft } from './opened-draft.ts';
import { PreviewPage } from './preview-page.tsx';
import { privacyOf } from './privacy.tsx';
import { judgedOn, ownFields, wantingIn } from './wanting.ts';

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
  /** Nobody else is asked whether her honours may be found by name. */
  readonly asksRoll: boolean;
  /** A credit code has an odd check digit, which its certificate may show. */
  readonly isCertifiable: boolean;
}

/** The conditions of programme and entry stage that the draft does not meet, judged as the review will judge them. */
async function findingsOf(
  deps: Deps,
  opened: OpenedDraft,
  identities: readonly string[],
): Promise<readonly Finding[]> {
  const { programme, answers, seat, draft } = opened;
  const findings = await judgeEligibility(deps, {
    programme,
    stage: seat?.stage ?? 0,
    answers,
    channel: draft.channel,
    identities,
    org: draft.org,
    asOf: judgedOn(deps, opened),
  });
  return findings.filter((finding) => !finding.ok);
}

async function previewOf(deps: Deps, opened: OpenedDraft): Promise<Preview> {
  const { form } = opened.programme;
  const { answers, missing, shown, identities } = wantingIn(deps, opened);
  return {
    shown,
    missing,
    // What is not answered yet is said once, above.
    findings: (await findingsOf(deps, { ...opened, answers }, identities)).filter(
      ({ field }) => !missing.some((one) => one.field === field || one.field === `declarations.${field}`),
    ),
    consent: privacyOf(opened),
    asksSensitive: asksSensitive(form),
    asksRoll: !opened.asksConsent || (opened.paper?.consentOn ?? '') !== '',
    isCertifiable: isCertifiable(form, answers),
  };
}

/** Preview and submission of drafts. */
export const previewPages = mounting((app, { deps }) => {
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
    const done = `/nominations/${c.req.param('id')}/submitted`;
    const opened = await there(c);
    // Pressed twice: the second press finds the nomination that the first made.
    if (opened === undefined) return c.redirect(done, 303);
    const { body, faults } = await postedOf(c);
    const { id, programme, org, channel, attachments } = opened.draft;
    const work = async () => {
      const agreed = {
        consentText: one(body, 'consentText'),
        sensitive: one(body, 'sensitive') === 'true',
        roll: one(body, 'roll') === 'true',
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
});
