/** 访问令牌: a person's own tokens for the API; each is shown once, right after it was made. */

import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { tokenRequest } from '#actions/people/people-input.ts';
import { createToken, listTokens, revokeToken } from '#actions/people/tokens.ts';
import type { TokenEntry } from '#domain/people/access-records.ts';
import { text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { cookieName, cookieOptions } from '#web/frame/cookies.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box, ConfirmButton, CopyButton } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';

/** Carries a new token over the redirect to the page that shows it once. */
const onceCookie = (siteUrl: string) => cookieName(siteUrl, 'token-once');
const path = '/account/tokens';

const scopes = [
  { value: 'read', label: text('读取', 'Read') },
  { value: 'write', label: text('填报和办理', 'Fill in and decide tasks') },
  { value: 'admin', label: text('管理', 'Administer') },
] as const;

const words = {
  title: text('访问令牌', 'Access tokens'),
  lead: text(
    '供其他程序通过接口使用。令牌等同于您本人的部分权限，不能审定、发布和撤销，请妥善保管。',
    'For programs that use the API. A token carries part of your own rights, never those to decide, publish or revoke. Keep it safe.',
  ),
  made: text('新令牌已生成，只显示这一次', 'This is your new token; it is shown only once'),
  name: text('用途', 'What it is for'),
  scopes: text('权限', 'Rights'),
  create: text('生成令牌', 'Make a token'),
  none: text('还没有令牌。', 'You have no tokens.'),
  until: text('有效期至', 'Until'),
  since: text('生成时间', 'Made'),
  revoke: text('撤销', 'Revoke'),
  revokeAsk: text('撤销后，使用它的程序立即不能访问。', 'Programs that use it lose access at once.'),
  action: text('操作', 'Action'),
} as const;

const form: FormSpec = {
  form: 'token',
  action: path,
  button: words.create,
  groups: [
    [
      ask(tokenRequest, 'name', { max: 40 }),
      ask(tokenRequest, 'scopes', { options: [...scopes] }),
      ask(tokenRequest, 'days', { atLeast: 1, atMost: 365, now: 90 }),
    ],
  ],
};

const TokenTable = ({ c, entries }: { readonly c: Ctx; readonly entries: readonly TokenEntry[] }) => {
  const { lang, csrf } = c.get('frame');
  return (
    <DataTable
      lang={lang}
      caption={t(lang, words.title)}
      rows={entries}
      empty={<p>{t(lang, words.none)}</p>}
      columns={[
        { title: t(lang, words.name), cell: (one) => one.name },
        {
          title: t(lang, words.scopes),
          cell: (one) =>
            scopes
              .filter((scope) => one.scopes.includes(scope.value))
              .map((scope) => t(lang, scope.label))
              .join(lang === 'zh' ? '、' : ', '),
        },
        { title: t(lang, words.since), cell: (one) => shownAt(one.createdAt) },
        { title: t(lang, words.until), cell: (one) => shownAt(one.expiresAt) },
        {
          title: t(lang, words.action),
          cell: (one) => (
            <ConfirmButton
              lang={lang}
              action={`${path}/${one.id}/revoke`}
              csrf={csrf}
              label={t(lang, words.revoke)}
              question={t(lang, words.revokeAsk)}
              tone="danger"
            />
          ),
        },
      ]}
    />
  );
};

const TokensPage = (props: {
  readonly c: Ctx;
  readonly entries: readonly TokenEntry[];
  readonly token?: string | undefined;
  readonly typed?: Typed | undefined;
}) => {
  const { c, entries, token, typed } = props;
  const { lang } = c.get('frame');
  return (
    <Page {...framed(c, typed)} title={t(lang, words.title)} lead={t(lang, words.lead)}>
      {token !== undefined && (
        <Box title={t(lang, words.made)} tone="tinted">
          <p>
            <code>{token}</code>
          </p>
          <CopyButton lang={lang} text={token} />
        </Box>
      )}
      <TokenTable c={c} entries={entries} />
      <Box title={t(lang, words.create)}>
        <PostForm c={c} of={form} typed={typed} />
      </Box>
    </Page>
  );
};

/** `/account/tokens`: list, make, revoke. */
export const tokenPages = mounting((app, { deps }) => {
  const options = cookieOptions(deps.site.url);
  const once = onceCookie(deps.site.url);
  app.get(path, async (c) => {
    const entries = await listTokens(deps, signedIn(c));
    const token = getCookie(c, once);
    if (token !== undefined) deleteCookie(c, once, options);
    return c.html(<TokensPage c={c} entries={entries} token={token} />);
  });
  app.post(path, (c) =>
    take(c, {
      form: 'token',
      input: tokenRequest,
      work: async (sent) => {
        const { token } = await createToken(deps, signedIn(c), sent);
        setCookie(c, once, token, { ...options, sameSite: 'Strict', maxAge: 60 });
        return path;
      },
      show: async (typed) => <TokensPage c={c} entries={await listTokens(deps, signedIn(c))} typed={typed} />,
    }),
  );
  app.post(`${path}/:id/revoke`, async (c) => {
    await revokeToken(deps, signedIn(c), c.req.param('id'));
    return c.redirect(path, 303);
  });
});
