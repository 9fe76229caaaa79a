/** Fills in any programme's form so that its own rules let the nominee through: what a clerk would type for a good one. */
import { honourName } from '#domain/known-honours.ts';
import type { Level } from '#domain/level.ts';
import { creditCheckCharacter } from '#domain/nomination/credit-code.ts';
import type { Rule } from '#domain/programme/eligibility.ts';
import type { Answers, Field } from '#domain/programme/form.ts';
import { honourNamesOf, type Programme } from '#domain/programme/programme.ts';
import { madeUpId } from '#local/demo/families.ts';

type Cell = Omit<Field, 'columns' | 'maxRows'>;
const birthDate = '1980-03-08';

/** All rules of a programme, those inside others and of its stages too. */
const rulesOf = ({ eligibility, stages }: Programme): readonly Rule[] => {
  const flat = (rules: readonly Rule[]): readonly Rule[] =>
    rules.flatMap((rule) =>
      rule.kind === 'any' ? [rule, ...flat(rule.of)] : rule.kind === 'when' ? [rule] : [rule],
    );
  return flat([...eligibility, ...stages.flatMap((stage) => stage.eligibility)]);
};

/** The option that no rule excludes and no quota caps, where there is one. */
function chosenOption(field: Cell, programme: Programme, n: number): string {
  const rules = rulesOf(programme);
  const wanted = rules.flatMap((rule) =>
    rule.kind === 'oneOf' && rule.field === field.id ? rule.values : [],
  );
  const capped = programme.stages.flatMap(({ quota }) =>
    quota.groups.flatMap((group) =>
      group.field === field.id && (group.atMost ?? group.atMostCount) !== undefined ? group.values : [],
    ),
  );
  const barred = rules.flatMap((rule) =>
    rule.kind === 'noneOf' && rule.field === field.id ? rule.values : [],
  );
  const options = (field.options ?? []).map(({ value }) => value).filter((value) => !barred.includes(value));
  const free = options.filter((value) => !capped.includes(value));
  return wanted[0] ?? free[0] ?? options[n % options.length]!;
}

/** The bounds that a rule sets from below. */
const leastOf = (field: Cell, programme: Programme): readonly number[] =>
  rulesOf(programme).flatMap((rule) =>
    rule.kind === 'number' && rule.field === field.id ? [rule.min ?? 0] : [],
  );

const creditCode = (serial: number): string => {
  const body = `9143010${String(2_000_000_000 + serial)}`;
  return body + creditCheckCharacter(body);
};

function cell(field: Cell, programme: Programme, n: number): unknown {
  switch (field.type) {
    case 'text':
    case 'paragraph':
      return field.id === programme.form.nameField || field.id === 'registry' || field.id === 'projectNumber'
        ? `${programme.title.zh}第${n + 1}名`.slice(0, field.max ?? 30)
        : '示例填写内容'.slice(0, field.max ?? 10);
    case 'integer':
    case 'number':
      return Math.min(Math.max(10, ...leastOf(field, programme)), field.atMost ?? Number.POSITIVE_INFINITY);
    case 'date':
      return field.id === 'birthDate' ? birthDate : '2019-06-01';
    case 'month':
      return '2015-06';
    case 'year':
      return 2017;
    case 'boolean':
      return true;
    case 'choice':
      return chosenOption(field, programme, n);
    case 'choices':
      return [chosenOption(field, programme, n)];
    case 'phone':
      return `1380000${String(2000 + n)}`;
    case 'email':
      return `n${n}@example.org`;
    case 'idDocument':
      return madeUpId(birthDate, 500 + 2 * n);
    case 'creditCode':
      return creditCode(n);
    case 'table':
      return [];
  }
}

/** The earlier honours that the rules of the stages up to one want, as rows of the form's table. */
function earlierHonours(programme: Programme, until: Level): readonly object[] {
  const reached = programme.stages.findIndex(({ level }) => level === until);
  return programme.stages.slice(0, reached + 1).flatMap((stage, i) =>
    stage.eligibility.flatMap((rule) => {
      if (rule.kind !== 'priorHonour') return [];
      const [wanted] = rule.levels;
      const level =
        wanted === 'lower' || wanted === 'lowerOrHigher' ? programme.stages[i - 1]!.level : wanted!;
      const code = rule.codes[0] ?? programme.code;
      return [{ title: honourName(code, honourNamesOf(programme)), level, body: '妇联', year: 2017 }];
    }),
  );
}

/** The answers of nominee `n` (0, 1, …) who is to get as far as a level; each has her own identity. */
export function filledForm(programme: Programme, n: number, until: Level): Answers {
  const answers = Object.fromEntries(
    programme.form.fields.map((field) => {
      if (field.id === 'honours') return [field.id, earlierHonours(programme, until)];
      if (field.type !== 'table') return [field.id, cell(field, programme, n)];
      const row = Object.fromEntries(
        (field.columns ?? []).map((column) => [column.id, cell(column, programme, n)]),
      );
      return [field.id, field.required ? [row] : []];
    }),
  );
  return { ...answers, declarations: programme.form.declarations.map(({ id }) => id) };
}
