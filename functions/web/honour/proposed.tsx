/** A revocation or an annulment that waits for a second person, beside what it would end. */
import { actOf, type RevocationProposal } from '#domain/honour/revocation-proposal.ts';
import { dayIn } from '#web/frame/common.tsx';
import { Box } from '#web/frame/parts.tsx';
import { type InLang, sayIn } from '#web/frame/words.ts';
import { revocationsPath } from './revocation-forms.ts';

export const Proposed = ({ lang, proposal }: InLang & { readonly proposal: RevocationProposal }) => {
  const say = sayIn(lang);
  const { zh, en } = actOf(proposal);
  const title =
    proposal.whole === 'edition'
      ? say('整届作废待确认', 'The annulment of the edition waits')
      : say(`${zh}待确认`, `The ${en} waits`);
  return (
    <Box title={title} id={proposal.whole === 'edition' ? 'proposal-edition' : 'proposal'}>
      <p>
        {proposal.decisionNumber}，{dayIn(lang, proposal.date)}，{proposal.body}
      </p>
      <p>{proposal.grounds}</p>
      <a href={revocationsPath(proposal.org)}>{say('确认或退回', 'Confirm or refuse')}</a>
    </Box>
  );
};
