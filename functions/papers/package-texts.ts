/** The texts of a package 报送包: cover letter, report, opinions about a nominee, the sheet that comes back, the contents. */
import { resultColumns } from '#domain/package/result-sheet.ts';
import { shownDate } from '#domain/shown-dates.ts';

interface Counted {
  readonly title: string;
  readonly unit: string;
  readonly count: number;
}

export interface CoverLetter {
  readonly to: string;
  readonly orgName: string;
  readonly date: string;
  readonly parts: readonly Counted[];
}

const counted = ({ title, unit, count }: Counted): string => `${title}${count}${unit}`;
/** One programme of several tranches is said once. */
function summed(parts: readonly Counted[]): readonly Counted[] {
  const sums = new Map<string, Counted>();
  for (const part of parts)
    sums.set(part.title, { ...part, count: part.count + (sums.get(part.title)?.count ?? 0) });
  return [...sums.values()];
}

/** The cover letter as the record has it, to be changed by whoever sends it. */
export function coverLetter({ to, orgName, date, parts }: CoverLetter): string {
  const sums = summed(parts);
  return [
    '关于报送推荐材料的函',
    '',
    `${to}：`,
    '',
    `按照评选工作安排，现报送${sums.map(counted).join('、')}的推荐材料，请予审核。评选结果请按附件中的结果回填表反馈。`,
    '',
    ...sums.map(
      (part, n) => `${n === 0 ? '附件：' : ''}${n + 1}．${part.title}推荐材料（${part.count}${part.unit}）`,
    ),
    '',
    orgName,
    shownDate(date).zh,
    '',
  ].join('\n');
}

export interface Report extends Counted {
  readonly orgName: string;
  /** How many came in, and in how many they are now. */
  readonly received: number;
  /** 申报、资格审查. */
  readonly passed: string;
  readonly notice?: { readonly start: string; readonly end: string } | undefined;
  readonly decision?:
    | { readonly body: string; readonly date: string; readonly minutes?: string | undefined }
    | undefined;
  readonly date: string;
}

/** 推荐工作报告 of one part: only steps that were run, with the reference of the minutes. */
export function reportText(report: Report): string {
  const { title, unit, count, orgName, notice, decision } = report;
  return [
    `${title}推荐工作报告`,
    '',
    `一、推荐情况。共收到申报${report.received}${unit}，经${report.passed}，推荐上报${count}${unit}。`,
    ...(notice === undefined
      ? []
      : [
          '',
          `二、公示情况。推荐对象于${shownDate(notice.start).zh}至${shownDate(notice.end).zh}公示，上报对象均无未办结的异议。`,
        ]),
    ...(decision === undefined
      ? []
      : [
          '',
          `${notice === undefined ? '二' : '三'}、审定情况。${shownDate(decision.date).zh}经${decision.body}审定${decision.minutes === undefined || decision.minutes === '' ? '' : `，会议纪要：${decision.minutes}`}。`,
        ]),
    '',
    orgName,
    shownDate(report.date).zh,
    '',
  ].join('\n');
}

export interface OpinionLine {
  readonly org: string;
  readonly step: string;
  readonly department?: string | undefined;
  readonly outcome: string;
  readonly reason: string;
  readonly date: string;
}

/** What reviewers and departments said of a nominee, by organisation and not by person. */
export const opinionsText = (name: string, lines: readonly OpinionLine[]): string =>
  [
    `${name}：审核和征求意见情况`,
    '',
    ...(lines.length === 0 ? ['（没有审核或征求意见记录）'] : []),
    ...lines.map(
      ({ org, step, department, outcome, reason, date }, n) =>
        `${n + 1}．${org}${department === undefined ? '' : `（${department}）`} ${step}：${outcome}${reason === '' ? '' : `，${reason}`}（${shownDate(date).zh}）`,
    ),
    '',
  ].join('\n');

/** A cell of a CSV that no program takes for a formula. */
const csvCell = (written: string): string => {
  const safe = /^[=+\-@\t\r]/u.test(written) ? `'${written}` : written;
  return /[",\n\r]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const returnColumns = [
  'number',
  'programme',
  'name',
  'result',
  'date',
  'certificate',
  'grades',
  'batch',
  'bodies',
  'source',
] as const;
const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** 结果回填表 begins with the names of its columns. */
export const returnHead = (): string =>
  `\ufeff${csvLine(returnColumns.map((column) => resultColumns[column][0]))}`;

/** A row a nominee, whose result, date and number the receiver fills in. */
export const returnRows = (
  nominees: readonly { readonly number: string; readonly name: string; readonly programme: string }[],
): string =>
  nominees
    .map(({ number, programme, name }) =>
      csvLine([number, programme, name, ...returnColumns.slice(3).map(() => '')]),
    )
    .join('');

/** The contents of the archive, for whoever opens it. */
export const contentsText = (
  title: string,
  parts: readonly Counted[],
  { left, filesLeft }: { readonly left: number; readonly filesLeft: number },
): string =>
  [
    title,
    '',
    '报送函.docx',
    ...parts.map(
      (part, n) =>
        `${String(n + 1).padStart(2, '0')} ${part.title}：汇总表、推荐工作报告、公示和审定文件、推荐审批表、意见、附件、结果回填表（${part.count}${part.unit}）`,
    ),
    ...(left === 0 ? [] : ['', `确定上报后撤回、被退回或已删除个人信息的 ${left} 个，不在本包内。`]),
    ...(filesLeft === 0
      ? []
      : ['', `另有 ${filesLeft} 个附件已不存在，或超出压缩包的容量，不在本包内，请在系统中查看。`]),
    '',
  ].join('\n');
