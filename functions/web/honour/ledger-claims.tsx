/** `/ledger/:org/:year/claims`: older titles known by name alone; who may be the holder is confirmed or denied. */

import { ledgerClaim } from '#actions/honour/honour-input.ts';
import { answerClaim, listUnclaimed, type Unclaimed } from '#actions/honour/ledger-claims.ts';
import { levelIn } from '#domain/honour/ledger.ts';
import { text } from '#domain/problem.ts';
import { asked } from '#web/frame/common.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, Empty, nextPage, Pager } from '#web/frame/parts.tsx';
import { type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { one, postedOf } from '#web/frame/posted.ts';
import { type OnPage, type Typed, take } from '#web/frame/take.ts';
import { w } from '#web/frame/words.ts';

const done = {
  yes: text('已确认，资格审查将据此核对', 'Confirmed; reviews will find it'),
  no: text('已否认，不再提示', 'Denied; it is not asked again'),
};

const claimForm = (path: string, entry: string, nomination: string, is: boolean): FormSpec => ({
  form: `claim-${entry}-${nomination}-${is}`,
  action: path,
  hidden: { entry, nomination, is: String(is) },
  groups: [],
  button: is ? text('是，确认', 'Yes, the same') : text('不是', 'No, somebody else'),
});

const Line = (props: OnPage & { readonly path: string; readonly line: Unclaimed }) => {
  const { c, path, line, typed } = props;
  const { lang, say } = c.get('frame');
  const { entry, suggestions } = line;
  const who = [entry.names.join('、'), entry.holderUnit].filter((part) => part !== undefined);
  return (
    <Box title={who.join('，')}>
      <p>{`${entry.level === undefined ? levelIn(entry) : w(lang).levels[entry.level]} · ${entry.title}`}</p>
      {suggestions.length === 0 && (
        <p class="muted">{say('待认领：没有同名的申报对象', 'Unclaimed: no nominee of this name')}</p>
      )}
      {suggestions.map(({ nomination, name, programme, from }) => (
        <>
          <p>
            {say(
              `“${name}”（${from}申报 ${programme}）是否就是获得者？`,
              `Is "${name}", nominated by ${from} for ${programme}, the holder?`,
            )}
          </p>
          <PostForm c={c} of={claimForm(path, entry.id, nomination, true)} typed={typed} />
          <PostForm c={c} of={claimForm(path, entry.id, nomination, false)} typed={typed} />
        </>
      ))}
    </Box>
  );
};

async function claimsPage(c: Ctx, { deps }: Web, typed?: Typed) {
  const { lang, say } = c.get('frame');
  const { org = '', year = '' } = c.req.param();
  const path = `/ledger/${org}/${year}/claims`;
  const page = await listUnclaimed(deps, signedIn(c), org, Number(year), asked(c, 'cursor'));
  return (
    <Page
      {...framed(c, typed, done)}
      title={say(`${year} 年待确认的获得者`, `Holders of ${year} to confirm`)}
      caption={page.organisation.name}
      current="honours"
      lead={say(
        '这些旧荣誉只写了名称。同名不等于同一人：请核对后确认或否认，确认后资格审查按身份核对。',
        'These older titles say a name alone. One name is not one person: confirm or deny; reviews then go by identity.',
      )}
    >
      {page.items.length === 0 && <Empty lang={lang} title={say('没有待确认的', 'Nothing to confirm')} />}
      {page.items.map((line) => (
        <Line {...{ c, path, line, typed }} />
      ))}
      <Pager lang={lang} next={nextPage(path, page.cursor)} />
      <Actions>
        <Button href={`/ledger/${org}/${year}`} tone="secondary">
          {say('荣誉台账', 'Ledger')}
        </Button>
      </Actions>
    </Page>
  );
}

/** Mounted at '/'. */
export const ledgerClaimPages = mounting((app, web) => {
  const path = '/ledger/:org/:year{\\d{4}}/claims';
  app.get(path, async (c) => c.html(await claimsPage(c, web)));
  app.post(path, async (c) => {
    const { org, year } = c.req.param();
    const { body } = await postedOf(c);
    const form = ['claim', one(body, 'entry'), one(body, 'nomination'), one(body, 'is')].join('-');
    return take(c, {
      ...{ form, input: ledgerClaim },
      work: async (sent) => {
        await answerClaim(web.deps, signedIn(c), { ...sent, org, year: Number(year) });
        return doneAt(`/ledger/${org}/${year}/claims`, sent.is ? 'yes' : 'no');
      },
      show: (typed) => claimsPage(c, web, typed),
    });
  });
});
