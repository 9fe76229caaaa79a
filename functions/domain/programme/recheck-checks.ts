/** What a schema cannot say of a re-check 复查: bands that fall, thresholds that can be reached, a level that has titles. */
import { type Text, text } from '#domain/problem.ts';
import { type Refuse, refuseRepeats } from './form-checks.ts';
import type { Stage } from './programme.ts';
import { mostPoints, type RecheckRule } from './recheck-rule.ts';

type Path = readonly PropertyKey[];

/** Bands over points: each has its threshold, they fall, the last begins at nothing. */
function checkThresholds(rule: RecheckRule, path: Path, refuse: Refuse): void {
  const most = mostPoints(rule);
  const said = (i: number, words: Text) => refuse([...path, 'bands', i, 'atLeast'], 'recheck-bands', words);
  rule.bands.forEach(({ title: name, atLeast }, i) => {
    const before = rule.bands[i - 1]?.atLeast;
    if (rule.items.length === 0) {
      if (atLeast !== undefined)
        said(
          i,
          text(
            '没有评分项目（items），等次不写分数线，由复查人直接选定',
            'there is nothing to score (items), so a band has no threshold: the reviewer says it',
          ),
        );
    } else if (atLeast === undefined)
      said(i, text(`“${name}”须写分数线（atLeast），含本数`, `"${name}" needs its threshold, inclusive`));
    else if (atLeast > most)
      said(
        i,
        text(
          `“${name}”的分数线 ${atLeast} 高于满分 ${most}，谁也达不到`,
          `the threshold ${atLeast} of "${name}" is above the ${most} points that there are`,
        ),
      );
    else if (before !== undefined && atLeast >= before)
      said(
        i,
        text(
          `等次须由高到低：“${name}”的分数线应低于上一等次的 ${before}`,
          `bands go from the best down: "${name}" must begin below ${before}`,
        ),
      );
    else if (i === rule.bands.length - 1 && atLeast !== 0)
      said(
        i,
        text(
          `最低等次“${name}”的分数线须为 0，否则低分没有等次`,
          `the last band "${name}" begins at 0, or low scores have none`,
        ),
      );
  });
}

/** Up and down want grades to go by, and only a title that is kept goes up. */
function checkRegrades(stage: Stage, rule: RecheckRule, path: Path, refuse: Refuse): void {
  const steps = (['failing', 'again', 'vetoed'] as const).filter((field) => rule[field] === 'downgrade');
  const ups = rule.bands.flatMap((band, i) => (band.upgrade ? [{ ...band, i }] : []));
  const ranked = stage.grades.filter(({ beside }) => !beside).length;
  if (ranked < 2)
    for (const at of [...steps.map((field) => [field]), ...ups.map(({ i }) => ['bands', i, 'upgrade'])])
      refuse(
        [...path, ...at],
        'recheck-grades',
        text(
          '写了降级（downgrade）或升级（upgrade），但本级没有列出两个以上按名次评定的等次（grades）',
          'goes down (downgrade) or up (upgrade) by a grade, but this level lists fewer than two ranked grades',
        ),
      );
  for (const { i, title } of ups.filter(({ keeps }) => !keeps))
    refuse(
      [...path, 'bands', i, 'upgrade'],
      'recheck-upgrade',
      text(
        `“${title}”不保留称号（keeps: false），不能同时升级`,
        `"${title}" does not keep the title, so it cannot go up`,
      ),
    );
}

/** What the schema of a re-check cannot say; `path` is where the block stands. */
export function checkRecheck(stage: Stage, path: Path, refuse: Refuse): void {
  const rule = stage.recheck;
  if (rule === undefined) return;
  if (!stage.honour)
    refuse(
      path,
      'recheck-without-honour',
      text('写了复查（recheck），但本级不授予荣誉', 'has a re-check, but this level grants no honour'),
    );
  if ((rule.everyMonths === undefined) === (rule.everyYears === undefined))
    refuse(
      [...path, 'everyMonths'],
      'recheck-interval',
      text(
        '复查间隔写 everyMonths（月）或 everyYears（年），只写一个',
        'say how often: everyMonths or everyYears, one of them',
      ),
    );
  refuseRepeats(
    rule.items.map((item) => item.id),
    [...path, 'items'],
    refuse,
  );
  refuseRepeats(
    rule.bands.map((band) => band.id),
    [...path, 'bands'],
    refuse,
  );
  refuseRepeats(rule.vetoes, [...path, 'vetoes'], refuse);
  checkThresholds(rule, path, refuse);
  const kept = rule.bands.map(({ keeps }) => keeps);
  if (!kept.includes(true) || !kept.includes(false) || kept.indexOf(false) < kept.lastIndexOf(true))
    refuse(
      [...path, 'bands'],
      'recheck-bands',
      text(
        '等次须由高到低，前面的保留称号（keeps: true），最后至少一个不保留（keeps: false）',
        'bands go from the best down: the first keep the title, at least the last does not',
      ),
    );
  checkRegrades(stage, rule, path, refuse);
  if (rule.renews && stage.termYears === undefined)
    refuse(
      [...path, 'renews'],
      'recheck-renews',
      text(
        '复查合格后续期（renews）须先写届期（termYears）',
        'a re-check renews a term (renews) only where the level has one (termYears)',
      ),
    );
}
