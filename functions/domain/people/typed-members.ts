/** A pasted list of people, one a line, read as the roles that it asks for: name, address, perhaps a mobile, organisation and role in any order. */
import * as z from 'zod';
import { type Fault, fault } from '#domain/problem.ts';
import { mobileOf, withWholeMobiles } from './mobile.ts';
import { type Role, roles, roleWords } from './roles.ts';
import { placeOf, withoutMark } from './typed-organisations.ts';

/** An organisation that a line may name. */
export interface KnownOrganisation {
  readonly id: string;
  readonly name: string;
}
interface TypedGrant {
  readonly org: string;
  readonly role: Role;
  readonly department?: string;
}
export interface TypedMember {
  /** The line of the list, counted from 1. */
  readonly line: number;
  readonly name: string;
  readonly email: string;
  readonly phone?: string;
  readonly grants: readonly TypedGrant[];
}

/** What people write for a role beside its own name. */
const spoken: Readonly<Record<Role, readonly string[]>> = {
  clerk: ['填报', '填报人', '申报员', '经办人'],
  reviewer: ['审核', '审核人', '审查员', '初审'],
  administrator: ['管理', '负责人'],
  department: ['部门', '会签部门', '征求意见'],
  panellist: ['专家', '评审', '评审专家'],
  auditor: ['监督', '审计', '纪检监察'],
};
const plain = (written: string): string => written.normalize('NFKC').replace(/\s/gu, '').toLowerCase();
const roleOf = (written: string): Role | undefined =>
  roles.find((role) =>
    [role, roleWords[role].zh, roleWords[role].en ?? role, ...spoken[role]].some(
      (word) => plain(word) === plain(written),
    ),
  );

/** The cells of each line of a pasted list: as a sheet separates them, else at commas, else at blanks. */
export const cellsOfLines = (written: string): readonly (readonly string[])[] =>
  written.split(/\r\n|\r|\n/).map((typed) => {
    const line = withWholeMobiles(withoutMark(typed));
    const separator = line.includes('\t') ? /\t/ : /[,，;；]/.test(line) ? /[,，;；]/ : /\s+/;
    return line
      .split(separator)
      .map((cell) => cell.trim())
      .filter((cell) => cell !== '');
  });

/** The organisation that a word names: by its whole name, by its place (芙蓉区妇联), or by a beginning that only one has. */
function organisationOf(
  written: string,
  known: readonly KnownOrganisation[],
  isWhole: boolean,
): KnownOrganisation | undefined {
  const word = plain(written);
  const exact =
    known.find(({ id, name }) => plain(name) === word || id === word) ??
    known.find(({ name }) => placeOf(plain(name)) === placeOf(word));
  if (exact !== undefined || isWhole || [...word].length < 3) return exact;
  const begun = known.filter(({ name }) => plain(name).startsWith(word));
  return begun.length === 1 ? begun[0] : undefined;
}

/** What is meant as an address, with ＠ too. */
const isAddress = (cell: string): boolean => plain(cell).includes('@');
const isTitles = (cells: readonly string[]): boolean =>
  !cells.some(isAddress) && cells.some((cell) => /姓名|邮箱|name|e-?mail/i.test(cell));
/** A column 序号: a number is nothing that a line says of somebody. */
const isSerial = (cell: string): boolean => /^\d{1,4}\.?$/.test(plain(cell));

/**
 * The people of a list; `known` begins with the organisation of whoever names none. Empty lines, one of titles, what
 * stands above it, and numbers of lines are passed over. Faults say their line and stand at `people`.
 */
export function readMembers(
  lines: readonly (readonly string[])[],
  known: readonly [KnownOrganisation, ...KnownOrganisation[]],
): { readonly members: readonly TypedMember[]; readonly faults: readonly Fault[] } {
  const members: TypedMember[] = [];
  const faults: Fault[] = [];
  const rows = lines.map((given) => given.map((cell) => cell.trim()).filter((cell) => cell !== ''));
  // A heading above the titles is no person.
  const first = rows.slice(0, Math.max(0, rows.findIndex(isTitles))).some((cells) => cells.some(isAddress))
    ? 0
    : rows.findIndex(isTitles) + 1;
  for (const [i, row] of rows.entries()) {
    if (i < first || isTitles(row)) continue;
    const cells = row.filter((cell) => !isSerial(cell));
    if (cells.length === 0) continue;
    const line = i + 1;
    const refuse = (code: string, zh: string, en: string) =>
      faults.push(fault('people', code, `第 ${line} 行：${zh}`, `Line ${line}: ${en}`));
    const read = readLine(cells, known);
    const isAddressed = z.email().max(120).safeParse(read.email).success;
    if (!isAddressed)
      refuse(
        'line-email',
        `没有写有效的邮箱（${cells.join(' ')}）`,
        `no valid e-mail address (${cells.join(' ')})`,
      );
    if (read.name === undefined) refuse('line-name', '没有写姓名', 'no name');
    if (read.roles.length === 0)
      refuse(
        'line-role',
        `没有写角色，请写${roles.map((role) => roleWords[role].zh).join('、')}之一`,
        `no role; write one of ${roles.map((role) => roleWords[role].en).join(', ')}`,
      );
    // A word that was meant as the address is said once.
    for (const word of isAddressed ? read.unknown : [])
      if (/^[+\d\s\p{Pd}]{7,}$/u.test(word.normalize('NFKC')))
        refuse('line-phone', `“${word}”不是 11 位手机号`, `"${word}" is not a mobile number of 11 digits`);
      else
        refuse(
          'line-word',
          `“${word}”不是这里的单位，也不是角色`,
          `"${word}" is neither an organisation here nor a role`,
        );
    if (read.roles.includes('department') && read.department === undefined)
      refuse('line-department', '没有写部门名称，如 公安', 'no department is named, such as 公安');
    const { name = '', email = '', phone, department, org } = read;
    const grants = read.roles.map(
      (role): TypedGrant =>
        role === 'department' && department !== undefined ? { org, role, department } : { org, role },
    );
    members.push({ line, name, email, ...(phone !== undefined && { phone }), grants });
  }
  return { members: faults.length > 0 ? [] : members, faults };
}

/** What the words of a line are: the first that is nothing else is the name, the next with a department's role is the department. */
function readLine(cells: readonly string[], known: readonly [KnownOrganisation, ...KnownOrganisation[]]) {
  let [email, phone, name, department, org]: (string | undefined)[] = [];
  const found: Role[] = [];
  const left: string[] = [];
  for (const cell of cells) {
    const asRoles = cell.split(/[、/]/).map(roleOf);
    const mobile = mobileOf(cell);
    if (isAddress(cell)) email = plain(cell);
    else if (mobile !== undefined && phone === undefined) phone = mobile;
    else if (asRoles.every((role) => role !== undefined)) found.push(...asRoles);
    else left.push(cell);
  }
  const unknown: string[] = [];
  for (const cell of left) {
    const there = organisationOf(cell, known, name === undefined);
    if (there !== undefined && org === undefined) org = there.id;
    else if (name === undefined) name = cell;
    else if (found.includes('department') && department === undefined) department = cell;
    else unknown.push(cell);
  }
  return { email, phone, name, department, org: org ?? known[0].id, roles: found, unknown };
}
