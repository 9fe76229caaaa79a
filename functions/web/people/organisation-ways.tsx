/** What an organisation keeps over the years, and the pages where it is: shown to those who may open them. */
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { type Action, may } from '#domain/people/policy.ts';
import { Box } from '#web/frame/parts.tsx';
import type { Say } from '#web/frame/words.ts';

interface Way {
  readonly href: string;
  readonly title: string;
  readonly lead: string;
  readonly needs: Action;
}

const waysOf = (say: Say, id: string, year: string): readonly Way[] => [
  {
    href: `/ledger/${id}/${year}`,
    title: say('荣誉台账', 'Ledger of honours'),
    lead: say('历年获得的荣誉，可导入旧台账', 'Honours of all years; older ledgers are imported here'),
    needs: 'export.read',
  },
  {
    href: `/reports/${id}/${year}`,
    title: say('年度报告', 'Yearly report'),
    lead: say('一年的合计、表格和文字段落', 'The sums, tables and paragraph of a year'),
    needs: 'export.read',
  },
  {
    href: `/objections?org=${id}`,
    title: say('异议', 'Objections'),
    lead: say('受理、核查和答复', 'Received, looked into, answered'),
    needs: 'round.configure',
  },
  {
    href: `/rechecks?org=${id}`,
    title: say('复查', 'Re-checks'),
    lead: say('称号到期或定期复查', 'Titles looked at again'),
    needs: 'round.configure',
  },
  {
    href: `/revocations?org=${id}`,
    title: say('撤销荣誉', 'Revocations'),
    lead: say('提出和确认撤销', 'Proposed and confirmed'),
    needs: 'round.configure',
  },
  {
    href: `/packages?org=${id}`,
    title: say('报送包', 'Packages'),
    lead: say('报给上级的材料，登记上级结果', 'Papers for the level above, and its results'),
    needs: 'round.configure',
  },
  {
    href: `/bars?org=${id}`,
    title: say('推荐限制', 'Bars'),
    lead: say('暂停推荐资格的单位', 'Units that may not recommend for a time'),
    needs: 'organisation.edit',
  },
  {
    href: `/organisations/${encodeURIComponent(id)}/letters`,
    title: say('信函文字', 'Texts of letters'),
    lead: say('修改各种通知的标题和正文', 'How subjects and texts are worded'),
    needs: 'letters.word',
  },
  {
    href: `/jobs?org=${id}`,
    title: say('后台任务', 'Jobs'),
    lead: say('导入、导出等的进度', 'How imports and exports get on'),
    needs: 'round.configure',
  },
  {
    href: `/audit/${encodeURIComponent(`organisation:${id}`)}`,
    title: say('操作记录', 'History'),
    lead: say('谁在何时改了什么', 'Who changed what, and when'),
    needs: 'audit.read',
  },
];

/** The box of an organisation's page; nothing for those who may open none of them. `year` is the present one. */
export const OrganisationWays = (props: {
  readonly say: Say;
  readonly actor: Actor;
  readonly org: Organisation;
  readonly year: string;
}) => {
  const { say, actor, org, year } = props;
  const ways = waysOf(say, org.id, year).filter(({ needs }) => may(actor, needs, { orgPath: org.path }));
  if (ways.length === 0) return null;
  return (
    <Box title={say('台账与日常管理', 'Records and running')}>
      <ul class="ways">
        {ways.map(({ href, title, lead }) => (
          <li>
            <a href={href}>{title}</a> <span class="hint">{lead}</span>
          </li>
        ))}
      </ul>
    </Box>
  );
};
