/**
 * Every group of pages, in the order in which they are mounted, with the first parts of the paths that it answers. A
 * group is loaded when one of its paths is first asked for: what a function does not serve, it need not read at its start.
 */
import type { Mount } from '#web/frame/mounting.ts';

export interface PageGroup {
  readonly name: string;
  /** First parts of its paths: `rounds` of `/rounds/:id`, '' of `/`. A test holds them against its routes. */
  readonly first: readonly string[];
  readonly load: () => Promise<Mount>;
}

export const pageGroups: readonly PageGroup[] = [
  {
    name: 'account',
    first: ['', 'getting-started', 'sign-in', 'sign-out', 'kept', 'account', 'help', 'privacy'],
    load: async () => (await import('#web/groups/account.ts')).accountPages,
  },
  {
    name: 'unit',
    first: ['programmes', 'nominations', 'import', 'stamped', 'sheets'],
    load: async () => (await import('#web/groups/unit.ts')).unitPages,
  },
  {
    name: 'work',
    first: ['tasks', 'w', 'handed-over'],
    load: async () => (await import('#web/groups/work.ts')).workPages,
  },
  {
    name: 'desk',
    first: ['rounds', 'objections', 'jobs'],
    load: async () => (await import('#web/groups/desk.ts')).deskPages,
  },
  {
    name: 'setup',
    first: ['setup', 'organisations', 'programmes', 'calendar', 'outbox', 'policy', 'audit'],
    load: async () => (await import('#web/groups/setup.ts')).setupPages,
  },
  {
    name: 'rehearsal',
    first: ['rehearsal', 'api'],
    load: async () => (await import('#web/running/rehearsal.tsx')).rehearsalPages,
  },
  { name: 'api', first: ['api'], load: async () => (await import('#web/api/pages.tsx')).apiPages },
  {
    name: 'public files',
    first: ['static'],
    load: async () => {
      const { publicFiles } = await import('#web/frame/public-assets.ts');
      return () => publicFiles;
    },
  },
  {
    name: 'public',
    first: [
      'notices',
      'objections',
      'open-data',
      'honours',
      'feed.xml',
      'check',
      'certificates',
      'embed',
      'logos',
    ],
    load: async () => (await import('#web/groups/public.ts')).publicPages,
  },
  {
    name: 'honours',
    first: ['honours'],
    load: async () => (await import('#web/honour/manage.tsx')).honourManagement,
  },
  {
    name: 'packages',
    first: ['packages'],
    load: async () => (await import('#web/package/packages.tsx')).packagePages,
  },
  {
    name: 'after the award',
    first: ['rechecks', 'revocations', 'bars'],
    load: async () => (await import('#web/groups/after.ts')).afterPages,
  },
  {
    name: 'ledger',
    first: ['ledger', 'reports'],
    load: async () => (await import('#web/groups/ledger.ts')).ledgerPages,
  },
  {
    name: 'papers',
    first: ['rounds'],
    load: async () => (await import('#web/groups/papers.tsx')).paperPages,
  },
];

/** The groups that may answer a path, in their order; none for a path that nobody answers. */
export function groupsFor(path: string): readonly PageGroup[] {
  const [, first = ''] = path.split('/', 2);
  return pageGroups.filter((group) => group.first.includes(first));
}
