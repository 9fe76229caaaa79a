/** The demo pages as HTML texts. */
import { Problem, text } from '#domain/problem.ts';
import { ProblemPage } from '#web/frame/problems.tsx';
import type { Lang } from '#web/frame/words.ts';
import { DeskPage, FormPage, frameIn, ReadPage } from './demo.tsx';

export const formHtml = (lang: Lang, bad: boolean): string => String(<FormPage lang={lang} bad={bad} />);
export const deskHtml = (lang: Lang): string => String(<DeskPage lang={lang} />);
export const readHtml = (lang: Lang, reveal = false): string =>
  String(<ReadPage lang={lang} reveal={reveal} />);
export const problemHtml = (lang: Lang): string =>
  String(
    <ProblemPage
      frame={frameIn(lang)}
      refusal={
        new Problem(
          'conflict',
          'changed',
          text('周敏刚刚修改了这份名单，请刷新后再操作。', 'The list has changed; reload it.'),
        )
      }
      id="3f0c1a52-8a1e-4b6f"
    />,
  );
