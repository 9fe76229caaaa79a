/** The style sheet and script of the public pages of honours, served like those of the frame; linked from the page itself. */
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import js from '../static/find-in-list.js?raw' with { type: 'text' };
import css from '../static/public.css?raw' with { type: 'text' };
import type { Env } from './context.ts';

const hash = (content: string): string =>
  createHash('sha256').update(content).digest('base64url').slice(0, 12);

const files = [
  { path: `/static/public-${hash(css)}.css`, type: 'text/css; charset=utf-8', content: css },
  { path: `/static/roll-${hash(js)}.js`, type: 'text/javascript; charset=utf-8', content: js },
] as const;

/** Addresses; they change whenever the content does. */
export const publicAssets = { css: files[0].path, js: files[1].path } as const;

/** Routes of the two files, cached for a year; mount at `/`. */
export const publicFiles = new Hono<Env>();
for (const { path, type, content } of files)
  publicFiles.get(path, (c) =>
    c.body(content, 200, { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' }),
  );
