/** The pages of a person's own: home, signing in and out, tokens, help. */
import { together } from '#web/frame/mounting.ts';
import { accountPage } from '#web/people/account.tsx';
import { factorPage } from '#web/people/factor.tsx';
import { guidancePages } from '#web/people/guidance.tsx';
import { homePage } from '#web/people/home.tsx';
import { keptPages } from '#web/people/kept.tsx';
import { signInPages } from '#web/people/sign-in.tsx';
import { tokenPages } from '#web/people/tokens.tsx';

/** Mounted at '/'. */
export const accountPages = together([
  homePage,
  signInPages,
  keptPages,
  accountPage,
  factorPage,
  tokenPages,
  guidancePages,
]);
