/** The gallery served: its home under an application, on a free port of this machine. */
import type { Web } from '#web/frame/context.ts';
import { serveHere } from './chromium.ts';
import { type Gallery, openGallery } from './gallery.ts';
import { axeAnswer, axePath } from './look.ts';

interface App {
  request(url: string, init?: RequestInit): Response | Promise<Response>;
  fetch(request: Request): Response | Promise<Response>;
}

export interface Site {
  readonly gallery: Gallery;
  readonly web: Web;
  readonly app: App;
  readonly url: string;
  close(): Promise<void>;
}

/** Opens gallery and server; `appOf` makes the application. Takes some seconds. */
export async function openSite(appOf: (web: Web) => App): Promise<Site> {
  let app: App | undefined;
  const site = await serveHere((request) =>
    new URL(request.url).pathname === axePath
      ? axeAnswer()
      : (app?.fetch(request) ?? new Response(null, { status: 503 })),
  );
  const gallery = await openGallery(site.url);
  const { home, root } = gallery;
  const web: Web = { deps: home.deps, root, advanceClock: home.advanceClock! };
  app = appOf(web);
  return {
    ...{ gallery, web, app, url: site.url },
    async close() {
      await site.close();
      await gallery.close();
    },
  };
}
