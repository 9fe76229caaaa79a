/** `/check` and `/certificates/:number`: whether a certificate is good, by its number or its QR code; and the sheet to print. */

import {
  certificateAddress,
  certificatePaper,
  printableCertificate,
} from '#actions/honour/certificate-paper.ts';
import { checkCertificate, printedNumber, type RollEntry } from '#actions/honour/honour-roll.ts';
import { holderPageOf } from '#actions/honour/roll-names.ts';
import type { Deps } from '#deps';
import { batchSaid } from '#domain/honour/batch.ts';
import { may } from '#domain/people/policy.ts';
import { fault, text } from '#domain/problem.ts';
import { titlesSaid } from '#domain/programme/grade.ts';
import { usualNames } from '#domain/programme/usual-names.ts';
import { getOrganisation } from '#store/people.ts';
import { asked, certificatePath, dayIn, listPath, PublicStyle } from '#web/frame/common.tsx';
import { addressOf, type Ctx, signedIn } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Button, SummaryList, type SummaryRow, Tag } from '#web/frame/parts.tsx';
import { publisherOf } from '#web/frame/publisher.ts';
import { sendPaper } from '#web/frame/send.ts';
import { honourTones } from '#web/frame/tones.ts';
import { type Lang, sayIn, t, w } from '#web/frame/words.ts';
import { CheckCode, Sheet } from './certificate-sheet.tsx';
import { regradedSaid } from './grade-words.ts';
import { holderPath } from './roll-names.tsx';

function checkPage(c: Ctx) {
  const frame = c.get('frame');
  const { lang, say } = frame;
  const typed = asked(c, 'number');
  const number = typed === undefined ? undefined : printedNumber(typed);
  if (number !== undefined) return c.redirect(certificatePath(number), 303);
  const faults =
    typed === undefined
      ? []
      : [
          fault(
            'number',
            'not-a-number',
            '这不是证书编号，请照证书填写，如 430102-ZMJT-2021-0001',
            'This is no certificate number; copy it from the certificate, like 430102-ZMJT-2021-0001',
          ),
        ];
  return c.html(
    <Page
      {...frame}
      title={w(lang).nav.check}
      current="check"
      faults={faults}
      lead={say(
        '输入证书编号，或扫描证书上的二维码，查验证书是否有效。',
        'Give the number of a certificate, or scan its QR code, to see whether it is good.',
      )}
    >
      <PublicStyle />
      <form method="get" action="/check">
        <FormField
          lang={lang}
          faults={faults}
          value={typed}
          field={{
            id: 'number',
            type: 'text',
            required: true,
            label: text('证书编号', 'Certificate number'),
            help: text('如 430102-ZMJT-2021-0001', 'Like 430102-ZMJT-2021-0001'),
          }}
        />
        <Actions>
          <Button>{say('查验', 'Check')}</Button>
        </Actions>
      </form>
    </Page>,
    faults.length > 0 ? 422 : 200,
  );
}

const recheckedIn = (lang: Lang, { on, band }: NonNullable<RollEntry['rechecked']>): string =>
  `${dayIn(lang, on)} ${band}`;

/** What is told of an honour: name, title with its grade and batch, level, dates, number. */
function factsOf(
  lang: Lang,
  { honour, list, entry }: Awaited<ReturnType<typeof checkCertificate>>,
): readonly SummaryRow[] {
  const say = sayIn(lang);
  const own = (list.lists ?? []).filter(({ id }) => honour.lists?.includes(id));
  return [
    { label: say('姓名（名称）', 'Name'), value: <b>{honour.name}</b> },
    { label: say('荣誉称号', 'Title'), value: honour.title },
    ...(honour.grades === undefined
      ? []
      : [
          {
            label: say('等次', 'Grade'),
            value: t(lang, titlesSaid(honour.grades.map(({ title }) => title))),
          },
        ]),
    ...(entry.regraded === undefined
      ? []
      : [{ label: say('等次变动', 'Grade changed'), value: regradedSaid(lang, entry.regraded) }]),
    ...(honour.batch === undefined
      ? []
      : [{ label: say('批次', 'Batch'), value: t(lang, batchSaid(honour.batch)) }]),
    ...(own.length === 0
      ? []
      : [{ label: say('所在专项名单', 'Also listed in'), value: own.map(({ title }) => title).join('、') }]),
    { label: say('级别', 'Level'), value: w(lang).levels[honour.level] },
    { label: say('授予日期', 'Date'), value: dayIn(lang, honour.date) },
    ...(honour.termEnds === undefined
      ? []
      : [{ label: say('有效期至', 'Holds until'), value: dayIn(lang, honour.termEnds) }]),
    ...((honour.awards ?? []).length === 0
      ? []
      : [{ label: say('颁发', 'Handed over'), value: t(lang, usualNames(honour.awards!)) }]),
    ...(entry.rechecked === undefined
      ? []
      : [{ label: say('最近复查', 'Last re-check'), value: recheckedIn(lang, entry.rechecked) }]),
    ...(entry.rectifyBy === undefined
      ? []
      : [{ label: say('整改期限', 'To be put right by'), value: dayIn(lang, entry.rectifyBy) }]),
    { label: say('证书编号', 'Number'), value: <code>{honour.number}</code> },
  ];
}

/** Name, title, level, date and status with the last re-check, and nothing else (docs/rules/numbers.md#check). */
async function certificatePage(c: Ctx, deps: Deps, typed: string) {
  const frame = c.get('frame');
  const { lang, say } = frame;
  const { honour, list, entry } = await checkCertificate(deps, typed, addressOf(c));
  const org = await getOrganisation(deps.table, honour.org);
  const holder = list.annulled === undefined ? await holderPageOf(deps, honour) : undefined;
  const isGood = entry.status === 'valid';
  return c.html(
    <Page
      {...frame}
      title={say('证书查验结果', 'Certificate check')}
      publisher={await publisherOf(deps, org.id)}
      card={{
        description: say(`${org.name}颁发的荣誉的证书`, `Certificate of an honour given by ${org.name}`),
        url: new URL(certificatePath(honour.number), deps.site.url).toString(),
      }}
      current="check"
      crumbs={[{ href: '/check', title: w(lang).nav.check }]}
    >
      <PublicStyle />
      <section class={`verdict verdict-${honourTones[entry.status]}`}>
        {frame.site.rehearsal && <p class="mark">{say('演练', 'Rehearsal')}</p>}
        <p class="verdict-word">
          <Tag tone={honourTones[entry.status]}>{w(lang).honours[entry.status]}</Tag>
          <strong>
            {isGood
              ? deps.site.rehearsal
                ? say(
                    '演练证书：编号相符，不产生任何效力',
                    'A rehearsal certificate: its number is right, it has no effect',
                  )
                : say('此证书真实有效', 'This certificate is good')
              : say(`此证书目前为“${entry.words.zh}”`, `This certificate is: ${entry.words.en}`)}
          </strong>
        </p>
        {entry.decision !== undefined && (
          <p>
            {say('决定文号：', 'Decision: ')}
            {entry.decision}
            {entry.decidedOn !== undefined && `（${dayIn(lang, entry.decidedOn)}）`}
          </p>
        )}
        <div class="verdict-body">
          <SummaryList rows={factsOf(lang, { honour, list, entry })} />
          <CheckCode lang={lang} address={certificateAddress(deps, honour.number)} />
        </div>
      </section>
      <Actions>
        <Button href={listPath(list.id)} tone="secondary">
          {say('查看表彰名单', 'See the list')}
        </Button>
        {holder !== undefined && (
          <Button href={holderPath(holder)} tone="secondary">
            {say('荣誉主页', 'All honours')}
          </Button>
        )}
        {may(frame.actor, 'export.read', { orgPath: org.path }) && (
          <Button href={`${certificatePath(honour.number)}/print`} tone="secondary">
            {say('打印证书', 'Print the certificate')}
          </Button>
        )}
        <Button href="/check" tone="quiet">
          {say('再查一份', 'Check another')}
        </Button>
      </Actions>
    </Page>,
  );
}

/** Printed by the organisation that grants, or seen by who nominated; what is void is not printed any more. */
async function printPage(c: Ctx, deps: Deps, typed: string) {
  const frame = c.get('frame');
  const say = sayIn(frame.lang);
  const { honour, face } = await printableCertificate(deps, signedIn(c), typed, addressOf(c));
  return c.html(
    <Page {...frame} title={`证书 ${honour.number}`} heading={false} width="wide">
      <PublicStyle />
      <Sheet deps={deps} face={face} />
      <div class="screen-only">
        <p class="muted">
          {say(
            '请用 A4 纸横向打印，并勾选“背景图形”；或下载 PDF，其中带有字体。',
            'Print on A4, landscape, with background graphics on; or take the PDF, which brings its fonts.',
          )}
        </p>
        <Actions>
          <Button href={`${certificatePath(honour.number)}/certificate.pdf`} tone="secondary">
            {say('下载 PDF', 'Download as PDF')}
          </Button>
        </Actions>
      </div>
    </Page>,
  );
}

/** Mounted at '/'. */
export const certificatePages = mounting((app, { deps }) => {
  app.get('/check', checkPage);
  app.get('/certificates/:number', (c) => certificatePage(c, deps, c.req.param('number')));
  app.get('/certificates/:number/print', (c) => printPage(c, deps, c.req.param('number')));
  app.get('/certificates/:number/certificate.pdf', async (c) =>
    sendPaper(c, await certificatePaper(deps, signedIn(c), c.req.param('number'), addressOf(c))),
  );
});
