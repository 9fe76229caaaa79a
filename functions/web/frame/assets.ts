/**
 * The style sheet and the client scripts, embedded as texts and served under a name that holds their hash.
 *
 * One import line works everywhere: `with { type: 'text' }` is the standard form, which esbuild (0.28 and later)
 * honours in any output format without a loader or a copied file, so a Lambda bundle needs no files beside it; `?raw`
 * says the same to Vite, that is to vitest, and esbuild drops the suffix when it looks for the file.
 */
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import ballotJs from '../static/ballot.js?raw' with { type: 'text' };
import certificateJs from '../static/certificate-places.js?raw' with { type: 'text' };
import conditionsJs from '../static/conditions.js?raw' with { type: 'text' };
import placesJs from '../static/places.js?raw' with { type: 'text' };
import css from '../static/site.css?raw' with { type: 'text' };
import js from '../static/site.js?raw' with { type: 'text' };
import sortJs from '../static/sort-list.js?raw' with { type: 'text' };
import uploadJs from '../static/upload.js?raw' with { type: 'text' };

const hash = (content: string): string =>
  createHash('sha256').update(content).digest('base64url').slice(0, 12);

const files = [
  { path: `/static/site-${hash(css)}.css`, type: 'text/css; charset=utf-8', content: css },
  { path: `/static/site-${hash(js)}.js`, type: 'text/javascript; charset=utf-8', content: js },
  {
    path: `/static/upload-${hash(uploadJs)}.js`,
    type: 'text/javascript; charset=utf-8',
    content: uploadJs,
  },
  {
    path: `/static/conditions-${hash(conditionsJs)}.js`,
    type: 'text/javascript; charset=utf-8',
    content: conditionsJs,
  },
  {
    path: `/static/sort-list-${hash(sortJs)}.js`,
    type: 'text/javascript; charset=utf-8',
    content: sortJs,
  },
  {
    path: `/static/ballot-${hash(ballotJs)}.js`,
    type: 'text/javascript; charset=utf-8',
    content: ballotJs,
  },
  {
    path: `/static/places-${hash(placesJs)}.js`,
    type: 'text/javascript; charset=utf-8',
    content: placesJs,
  },
  {
    path: `/static/certificate-places-${hash(certificateJs)}.js`,
    type: 'text/javascript; charset=utf-8',
    content: certificateJs,
  },
] as const;

/** Addresses for the page frame, and of the scripts for forms with files or conditions, for lists that are sorted, for ballots, for texts with named places and for the parts of certificates. They change whenever the content does. */
export const assetPaths = {
  css: files[0].path,
  js: files[1].path,
  upload: files[2].path,
  conditions: files[3].path,
  sort: files[4].path,
  ballot: files[5].path,
  places: files[6].path,
  certificate: files[7].path,
} as const;

/** Routes of the files, cached for a year because their names are their hashes; mount at `/`. */
export const assets = new Hono();
for (const { path, type, content } of files)
  assets.get(path, (c) =>
    c.body(content, 200, { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' }),
  );
