/** Whose page a public page is: the name in its head and foot, with the picture that the federation uploaded. */
import type { Deps } from '#deps';
import { unnamedRoot } from '#domain/people/people.ts';
import { knownOrganisation } from '#store/people.ts';
import type { Ctx, Web } from './context.ts';
import type { Publisher } from './layout.tsx';

/** The organisation as pages name it; its picture's address changes with the picture. */
export async function publisherOf(deps: Pick<Deps, 'table'>, org: string): Promise<Publisher> {
  const { id, name, logo } = await knownOrganisation(deps.table, org);
  return { name, ...(logo !== undefined && { logo: `/logos/${id}?v=${logo.file.slice(0, 12)}` }) };
}

/** A page of no federation in particular is of the one whose installation it is, once that has its name. */
export async function nameRoot({ deps, root }: Pick<Web, 'deps' | 'root'>, c: Ctx): Promise<void> {
  const publisher = await publisherOf(deps, root);
  if (publisher.name !== unnamedRoot) c.set('frame', { ...c.get('frame'), publisher });
}
