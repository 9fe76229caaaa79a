/** Files go past a scanner, where one is set: unusable until it called them clean (docs/architecture.md#files-and-papers). */
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { StoredFile } from '#domain/files/file-record.ts';
import { addSeconds } from '#domain/instant.ts';
import { systemActor } from '#domain/people/people.ts';
import { fault, missing, type Problem, refuseIf, unavailable } from '#domain/problem.ts';
import type { Scanner } from '#ports';
import { rowThere } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { findOrganisation, organisationEventOps } from '#store/people.ts';
import { find, findNomination } from '#store/reads.ts';
import type { Op } from '#store/table.ts';
import type { Writing } from '#store/writing.ts';

/** Where bytes stand while nobody may use them: nothing that reads a file by its id finds them there. */
export const heldName = (id: string): string => `held-${id}`;

/** A minute after the upload, then whenever the sweeper passes. */
const waitSeconds = 60;

/**
 * Asks the scanner about bytes that are uploaded: true when they may be used at once, false when they must wait because
 * it could not be asked, or judges what is stored. @throws Problem `invalid` `file-infected`, at the field.
 */
export async function passesScan(deps: Deps, field: string, bytes: Uint8Array): Promise<boolean> {
  if (deps.scanner === undefined) return true;
  // one that judges what is stored by itself has not seen it yet
  if (!('scan' in deps.scanner)) return false;
  let found: string | undefined;
  try {
    found = await deps.scanner.scan(bytes);
  } catch (error) {
    deps.log('scanner-failed', { error: error instanceof Error ? error.message : 'unknown' });
    return false;
  }
  if (found !== undefined) {
    deps.log('file-infected', { found });
    refuseIf([
      fault(
        field,
        'file-infected',
        `文件中发现病毒（${found}），没有保存。请在电脑上杀毒，或另选文件`,
        `a virus was found in it (${found}), and it was not kept; clean your computer or choose another file`,
      ),
    ]);
  }
  return true;
}

/** The look at a file that waits for its scan. */
export const scanOp = (deps: Pick<Deps, 'clock'>, id: string): Op => {
  const at = addSeconds(instantOf(deps), waitSeconds);
  return { put: { ...keys.due(`scan-${id}`, at), at, what: { due: 'scan', file: id } } };
};

/** Why the bytes of a file are not given out; undefined when they are simply not there. */
export async function heldWhy(deps: Pick<Deps, 'table'>, id: string): Promise<Problem | undefined> {
  const file = await find<StoredFile>(deps.table, keys.file(id));
  switch (file?.scan) {
    case 'waiting':
      return unavailable(
        'file-being-checked',
        '附件正在检查病毒，请几分钟后再试。',
        'This attachment is being checked for viruses; try again in some minutes.',
      );
    case 'infected':
      return missing(
        'file-infected',
        '附件中发现病毒，已被删去。请联系上传人重新上传。',
        'A virus was found in this attachment and it was removed; ask for it to be uploaded again.',
      );
    default:
      return undefined;
  }
}

/**
 * Scans a file that waits: a clean one goes to its place, an infected one is removed and whoever uploaded it gets a
 * letter. Safe to repeat. Throws while the scanner cannot be asked: the sweeper looks again.
 */
export async function scanHeld(deps: Deps, id: string): Promise<void> {
  const held = heldName(id);
  const file = await find<StoredFile>(deps.table, keys.file(id));
  if (file?.scan !== 'waiting') return deps.files.remove(held);
  const bytes = await deps.files.get(held);
  if (bytes === undefined) throw new Error('the bytes that wait are gone');
  // Taken out of service: what waits is let go only by a scanner.
  if (deps.scanner === undefined) throw new Error('no scanner is set');
  const said = await verdictOn(deps.scanner, held, bytes);
  if (said === undefined) return lookAgain(deps, file);
  const { found } = said;
  if (found === undefined) {
    await deps.files.put(id, bytes, file.type);
    await deps.table.update(keys.file(id), { remove: ['scan'] }, rowThere);
    return deps.files.remove(held);
  }
  deps.log('file-infected', { file: id, found });
  await again(async () => {
    const write = begin(deps, systemActor);
    write.op({ update: keys.file(id), change: { set: { scan: 'infected' } }, when: rowThere });
    await tell(deps, write, file);
    write.letter({
      key: `fileInfected-${file.by}-${id}`,
      template: 'fileInfected',
      to: file.by,
      params: { file: file.name, found, at: file.at },
      opens: { kind: 'page', scope: '/nominations' },
    });
    await finish(deps, write);
  });
  await deps.files.remove(held);
}

/** The verdict on a file that waits; undefined while there is none. */
async function verdictOn(
  scanner: Scanner,
  held: string,
  bytes: Uint8Array,
): Promise<{ readonly found?: string | undefined } | undefined> {
  return 'scan' in scanner ? { found: await scanner.scan(bytes) } : scanner.verdict(held);
}

/** What judges by itself needs some minutes; one that says nothing for an hour was never set up, and somebody must look. */
const longestMinutes = 60;
async function lookAgain(deps: Deps, { id, at }: StoredFile): Promise<void> {
  if (instantOf(deps) > addSeconds(at, longestMinutes * 60)) throw new Error('the scanner says nothing');
  await deps.table.together([scanOp(deps, id)]);
}

/** The event on the trail of the nomination; of a draft, or what comes with an answer, on that of the root. */
async function tell(deps: Deps, write: Writing, { id, record }: StoredFile): Promise<void> {
  const nomination = await findNomination(deps.table, record);
  if (nomination !== undefined) {
    write.save('nomination', nomination, {}, 'file.infected', { file: id });
    return;
  }
  const installed = await deps.table.get(keys.installation(), { consistent: true });
  const root = installed && (await findOrganisation(deps.table, installed.org));
  if (root === undefined) return;
  const { actor, via } = write.by;
  write.op(
    ...organisationEventOps(root, {
      at: write.now,
      actor,
      via,
      action: 'file.infected',
      details: { file: id },
    }),
  );
}

/** Files with what the scanner says of those that nobody may use; asks nothing where none is set. */
export async function withVerdicts<F extends Pick<StoredFile, 'id'>>(
  deps: Pick<Deps, 'table' | 'scanner'>,
  files: readonly F[],
): Promise<readonly (F & Pick<StoredFile, 'scan'>)[]> {
  if (deps.scanner === undefined) return files;
  return Promise.all(
    files.map(async (file) => {
      const scan = (await find<StoredFile>(deps.table, keys.file(file.id)))?.scan;
      return scan === undefined ? file : { ...file, scan };
    }),
  );
}
