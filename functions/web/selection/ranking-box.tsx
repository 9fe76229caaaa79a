/** How far means and ranks of a panel are, while a job writes them. */
import type { PanelSitting } from '#actions/selection/panel.ts';
import type { Deps } from '#deps';
import type { Job } from '#domain/running/job-record.ts';
import { isJobOver } from '#domain/running/job-state.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { Progress } from '#web/frame/charts.tsx';
import { Box } from '#web/frame/parts.tsx';
import type { SeenRound } from '#web/round/seen-round.tsx';

/** The job that ranks, if one does. */
export const rankingJob = async (
  deps: Pick<Deps, 'table'>,
  { job }: PanelSitting,
): Promise<Job | undefined> => (job === undefined ? undefined : find<Job>(deps.table, keys.job(job)));

/** Says that no rank is shown before all are written; nothing where no job writes them. */
export const RankingBox = ({ seen, job }: { readonly seen: SeenRound; readonly job: Job | undefined }) => {
  if (job === undefined) return null;
  const { lang, say } = seen;
  return (
    <Box title={say('汇总评分和名次', 'Means and ranks')} tone="tinted">
      <p>
        {isJobOver(job)
          ? say(
              '汇总没有完成，名次不显示。请再按“结束评审”，从停下的地方继续。',
              'It was not completed, so no ranks are shown. Press "Close the panel" again.',
            )
          : say(
              '正在汇总，全部完成后显示名次，本轮才进入下一环节。每个对象先算平均分、再记名次，各计一次。',
              'Under way; ranks are shown, and the round goes on, when all is done. Each nominee counts twice: for her mean and for her rank.',
            )}
      </p>
      <Progress lang={lang} label={say('已办', 'Done')} value={job.done} max={job.total ?? job.done} />
      <p>
        <a href={`/jobs/${job.id}`}>{say('查看任务', 'See the job')}</a>
      </p>
    </Box>
  );
};
