/** A quota by example: what ten places come to. */
import { groupLimits } from '#domain/programme/group-limits.ts';
import type { QuotaRule } from '#domain/programme/stage-rules.ts';
import { candidatesWanted } from '#domain/selection/quota.ts';
import { Box } from '#web/frame/parts.tsx';
import { type Lang, sayIn } from '#web/frame/words.ts';

/** What ten places come to, by the rules that shortlists are made with. */
export const Worked = ({ lang, quota }: { readonly lang: Lang; readonly quota: QuotaRule }) => {
  const say = sayIn(lang);
  const places = 10;
  const wanted = candidatesWanted(quota, places);
  const ratio =
    quota.mode === 'differential'
      ? say(`（${places} × ${quota.ratio}，有小数就进一）`, ` (${places} × ${quota.ratio}, rounded up)`)
      : '';
  return (
    <Box title={say('举例：10 个名额', 'For example: 10 places')} tone="tinted">
      <ul>
        <li>{say(`拟推荐并公示 ${wanted} 个${ratio}`, `${wanted} are put on notice${ratio}`)}</li>
        {quota.reserves > 0 && (
          <li>{say(`另有备选 ${quota.reserves} 个`, `${quota.reserves} stand in reserve`)}</li>
        )}
        {quota.groups.map((group) => {
          const { atMost, atLeast } = groupLimits(group, places, wanted);
          return (
            <li>
              {say(
                `「${group.title}」${atLeast === undefined ? '' : `至少 ${atLeast} 个`}${atMost === undefined ? '' : `最多 ${atMost} 个`}`,
                `${group.title}:${atLeast === undefined ? '' : ` at least ${atLeast}`}${atMost === undefined ? '' : ` at most ${atMost}`}`,
              )}
            </li>
          );
        })}
      </ul>
    </Box>
  );
};
