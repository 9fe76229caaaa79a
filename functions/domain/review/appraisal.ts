/** Mass appraisals 群众评议: what is recorded of one, and when it carries a nominee (docs/rules/steps.md#appraisal). */
import { fraction } from '#domain/fraction.ts';
import { type Fault, fault, type Text, text } from '#domain/problem.ts';
import { describeBounds, showRatio, withinBounds } from '#domain/threshold.ts';

/** What a programme says of it. Without a share it is more than half of those present. */
export interface AppraisalRule {
  /** Share of those present who must be in favour: "60%" 以上 includes it, `moreThan` 超过 excludes it. */
  readonly atLeast?: string | undefined;
  readonly moreThan?: string | undefined;
  /** The least number present. */
  readonly fewestPresent?: number | undefined;
  readonly minutes: boolean;
}
/** How one was held. */
export interface Appraisal {
  readonly heldOn: string;
  readonly place: string;
  readonly present: number;
  readonly inFavour: number;
  readonly against: number;
  readonly abstained: number;
}

const boundsOf = ({ atLeast, moreThan }: AppraisalRule) =>
  atLeast === undefined && moreThan === undefined ? { above: '50%' } : { min: atLeast, above: moreThan };

const shareOf = ({ inFavour, present }: Pick<Appraisal, 'inFavour' | 'present'>) =>
  fraction(BigInt(inFavour), BigInt(present));

/** Compared exactly: 36 of 60 are "60%", 599 of 1,000 are not. `present` is at least 1. */
export const appraisalOutcome = (
  rule: AppraisalRule,
  held: Pick<Appraisal, 'inFavour' | 'present'>,
): 'approve' | 'reject' => (withinBounds(shareOf(held), boundsOf(rule)) ? 'approve' : 'reject');

/** What is wrong with one as recorded on a day: those present are those who voted or abstained. */
export function appraisalFaults(
  rule: AppraisalRule,
  held: Appraisal,
  { today, minutes }: { readonly today: string; readonly minutes: number },
): readonly Fault[] {
  const { present, inFavour, against, abstained, heldOn } = held;
  const voted = inFavour + against + abstained;
  const { fewestPresent: fewest = 1 } = rule;
  const faults: Fault[] = [];
  if (heldOn > today)
    faults.push(
      fault(
        'heldOn',
        'in-the-future',
        `评议日期 ${heldOn} 还没有到，请在召开之后登记`,
        `The appraisal of ${heldOn} has not been held yet; record it afterwards`,
      ),
    );
  if (voted !== present)
    faults.push(
      fault(
        'present',
        'votes-differ',
        `同意 ${inFavour}、反对 ${against}、弃权 ${abstained}，合计 ${voted} 人，与到会 ${present} 人不符；没有表态的计入弃权`,
        `${inFavour} for, ${against} against and ${abstained} abstentions are ${voted}, not the ${present} who were present; who did not vote abstained`,
      ),
    );
  if (present < fewest)
    faults.push(
      fault(
        'present',
        'too-few-present',
        `到会 ${present} 人，少于活动要求的 ${fewest} 人，不能作为评议结果`,
        `${present} were present; the programme wants at least ${fewest}`,
      ),
    );
  if (rule.minutes && minutes === 0)
    faults.push(
      fault(
        'attachments.minutes',
        'minutes-required',
        '请上传评议记录扫描件（PDF、JPG 或 PNG）',
        'Upload the minutes of the appraisal (PDF, JPG or PNG)',
      ),
    );
  return faults;
}

/** What carries a nominee, in words. */
export function appraisalRuleWords(rule: AppraisalRule): Text {
  const share = describeBounds(boundsOf(rule));
  const { fewestPresent: fewest } = rule;
  return text(
    `同意人数占到会人数的比例为${share.zh}的通过${fewest === undefined ? '' : `；到会不少于 ${fewest} 人`}`,
    `carried where those in favour are ${share.en} of those present${fewest === undefined ? '' : `; at least ${fewest} must be present`}`,
  );
}

/** One in words, with its share where the rule is known. */
export function appraisalSaid(held: Appraisal, rule?: AppraisalRule): Text {
  const { heldOn, place, present, inFavour, against, abstained } = held;
  const share = rule === undefined ? undefined : showRatio(shareOf(held), boundsOf(rule));
  return text(
    `${heldOn} 在${place}召开，到会 ${present} 人：同意 ${inFavour}、反对 ${against}、弃权 ${abstained}${share === undefined ? '' : `，同意占 ${share}`}`,
    `held on ${heldOn} at ${place}, ${present} present: ${inFavour} for, ${against} against, ${abstained} abstained${share === undefined ? '' : `, ${share} in favour`}`,
  );
}
