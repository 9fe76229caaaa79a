/** Every read of an index: in the cloud it lacks what was just written, so nothing is decided by one, and a page that shows one after a press says so. */
import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withMemory } from '#store/memory.ts';
import { district } from '../furong.ts';
import { openBrowser } from '../web/people/account-browser.ts';
import { makeWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

/** What rests on the reads of a file. */
const rests = {
  list: 'shown as a list, by page or API',
  choice: 'offers what may be chosen; the act reads the one chosen strongly',
  old: 'looks at what is days or years old',
  again: 'is looked at again by itself until nothing is left',
  machine: 'one machine alone, whose indexes are never late',
} as const;
const reads: Readonly<Record<string, readonly (keyof typeof rests)[]>> = {
  'functions/actions/honour/annulling.ts': ['old'],
  'functions/actions/honour/honour-roll.ts': ['list'],
  'functions/actions/honour/ledger-claims.ts': ['choice'],
  'functions/actions/letter/outbox.ts': ['list', 'list'],
  'functions/actions/nomination/owned.ts': ['list'],
  'functions/actions/nomination/search.ts': ['list'],
  'functions/actions/notice/notice-pages.ts': ['list'],
  'functions/actions/objection/objection-reading.ts': ['list'],
  'functions/actions/package/packages.ts': ['list', 'choice'],
  'functions/actions/people/getting-started.ts': ['list'],
  'functions/actions/programme/open-programmes.ts': ['choice'],
  'functions/actions/programme/programmes.ts': ['choice'],
  'functions/actions/recheck/programmes.ts': ['choice'],
  'functions/actions/recheck/rechecks.ts': ['list', 'list', 'list'],
  'functions/actions/recheck/start-chunk.ts': ['old'],
  'functions/actions/running/jobs.ts': ['list'],
  'functions/actions/trust/checkpoints.ts': ['old'],
  'functions/actions/trust/erasure-cleaning.ts': ['old', 'old'],
  'functions/local/commands/counters.ts': ['machine'],
  'functions/local/commands/doctor.ts': ['machine', 'machine'],
  'functions/local/commands/list-counters.ts': ['machine'],
  'functions/local/engine/execution-rows.ts': ['machine', 'machine'],
  'functions/store/ledger.ts': ['old'],
  'functions/store/people.ts': ['list'],
  // The inbox; those who wait; programmes of an organisation.
  'functions/store/reads.ts': ['list', 'list', 'again'],
  'functions/web/people/home-waiting.ts': ['list'],
  'functions/web/people/home.tsx': ['list'],
  'functions/web/round/rounds-api.ts': ['list', 'list'],
  'functions/web/round/rounds.tsx': ['list'],
  'functions/web/trust/audit.tsx': ['list'],
};

it('each is known, with what rests on it', () => {
  const found = Object.fromEntries(
    globSync('functions/**/*.{ts,tsx}')
      .map((path): [string, number] => {
        const code = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
        const uses = [...code.matchAll(/\bindex: [^,;\n]*'gsi[12]'/g)].filter(
          ([use]) => !use.includes(' | '),
        );
        return [path, uses.length];
      })
      .filter(([path, uses]) => uses > 0 && !path.startsWith('functions/tools/')),
  );
  expect(found).toEqual(Object.fromEntries(Object.entries(reads).map(([path, of]) => [path, of.length])));
});

it('a page that a press leads to says so where it has read one, and only there; on one machine no page does', async () => {
  const table = withMemory(world.embedded.main);
  const late = { ...world.deps, table, site: { ...world.deps.site, late: true } };
  const words = '列表可能要过几秒才显示刚才的更改';
  const said = async (deps: typeof late, path: string): Promise<boolean> => {
    const browser = openBrowser(deps);
    await browser.signIn(await world.as('administrator', district));
    return (await browser.get(path)).text.includes(words);
  };
  const round = `/rounds/${world.round}`;
  for (const [path, expected] of [
    [`/organisations/${district}?done=edited`, true],
    [`${round}?done=settings`, true],
    ['/account?done=phone', false],
  ] as const) {
    expect([path, await said(late, path)]).toEqual([path, expected]);
    expect([path, await said({ ...late, site: world.deps.site } as typeof late, path)]).toEqual([
      path,
      false,
    ]);
  }
});
