/** Mounts the API: its routes, the OpenAPI document, and a page that lists the routes for people. */

import { keysOf } from '#domain/members.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Frame, Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { t } from '#web/frame/words.ts';
import { type OpenApi, openApi } from './openapi.ts';
import { type Need, type Route, type RouteTag, tags } from './route.ts';
import { serveRoutes } from './serve.ts';
import { apiRoutes } from './table.ts';

const needWords: Readonly<Record<Need, { readonly zh: string; readonly en: string }>> = {
  public: { zh: '任何人', en: 'anyone' },
  read: { zh: '令牌 read 或登录', en: 'token read, or a session' },
  write: { zh: '令牌 write 或登录', en: 'token write, or a session' },
  admin: { zh: '令牌 admin 或登录', en: 'token admin, or a session' },
  session: { zh: '登录', en: 'a session' },
};

const Group = ({
  frame,
  tag,
  routes,
}: {
  readonly frame: Frame;
  readonly tag: RouteTag;
  readonly routes: readonly Route[];
}) => (
  <section aria-labelledby={`tag-${tag}`}>
    <h2 id={`tag-${tag}`}>{t(frame.lang, tags[tag])}</h2>
    <DataTable
      lang={frame.lang}
      caption={t(frame.lang, tags[tag])}
      rows={routes}
      columns={[
        {
          title: t(frame.lang, { zh: '方法与路径', en: 'Method and path' }),
          cell: (route) => <code>{`${route.method.toUpperCase()} ${route.path}`}</code>,
        },
        {
          title: t(frame.lang, { zh: '用途', en: 'What for' }),
          cell: (route) => t(frame.lang, route.summary),
        },
        {
          title: t(frame.lang, { zh: '权限', en: 'Who' }),
          cell: (route) => t(frame.lang, needWords[route.needs]),
        },
      ]}
    />
  </section>
);

/** The page of all routes, by group. */
export const ApiPage = ({ frame }: { readonly frame: Frame }) => (
  <Page
    {...frame}
    width="wide"
    title={t(frame.lang, { zh: '数据接口', en: 'API' })}
    lead={t(frame.lang, {
      zh: '页面能办的，接口都能办，规则相同。',
      en: 'Whatever a page can do, the API can do, by the same rules.',
    })}
  >
    <p>
      <a href="/api/openapi.json">OpenAPI 3.1</a>
    </p>
    <p>
      {t(frame.lang, {
        zh: '登录后创建访问令牌，随请求发送 Authorization: Bearer 令牌。错误为 problem+json，逐项写明如何改正；列表用 cursor 翻页；修改须带所读到的 version。',
        en: 'Make an access token when signed in, and send Authorization: Bearer with it. Refusals are problem+json and say how to mend each field; lists are paged by cursor; a change carries the version that was read.',
      })}
    </p>
    {keysOf(tags).map((tag) => {
      const routes = apiRoutes.filter((route) => route.tag === tag);
      return routes.length > 0 && <Group frame={frame} tag={tag} routes={routes} />;
    })}
  </Page>
);

/** Everything under /api. */
export const apiPages = mounting((app, web) => {
  let made: OpenApi | undefined;
  app.get('/api/openapi.json', (c) => {
    made ??= openApi(apiRoutes, web.deps.site.url);
    return c.json(made);
  });
  app.get('/api', (c) => c.html(<ApiPage frame={c.get('frame')} />));
  app.route('/', serveRoutes(apiRoutes, web));
});
