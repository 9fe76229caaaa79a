/** Routes of 征求意见: what a contact is asked about a nominee, and the letter to a department as data. */
import * as z from 'zod';
import { stepAt } from '#actions/candidacy/moving.ts';
import { opinionLetter, opinionLetterPaper } from '#actions/review/opinion-letter.ts';
import { questionsAsked } from '#actions/review/opinions.ts';
import type { Question } from '#domain/review/questions.ts';
import { routesOf } from '#web/api/route.ts';
import { cursor, instant } from '#web/api/schemas.ts';
import { readable } from '#web/candidacy/candidacy-access.ts';
import { docxType, paperAnswer, pdfType } from '#web/frame/send.ts';

const ofTasks = routesOf('tasks');
const shownQuestions = (questions: readonly Question[]) =>
  questions.map(({ id, label, options, required }) => ({
    ...{ id, label, required },
    ...(options !== undefined && { options: [...options] }),
  }));
const question = z.object({
  id: z.string(),
  label: z.string(),
  options: z.array(z.string()).optional(),
  required: z.boolean(),
});

const letterAsked = z.strictObject({ step: z.string().max(60), department: z.string().max(40), cursor });

export const opinionRoutes = [
  ofTasks.get({
    path: '/api/rounds/{round}/candidacies/{nomination}/questions',
    id: 'listQuestions',
    needs: 'read',
    summary: {
      zh: '部门联络员尚未答复的意见，以及每个部门另外要回答的问题',
      en: 'What the reader still owes on a nominee: each department, with what it is asked besides',
    },
    answer: z.object({
      items: z.array(z.object({ department: z.string(), due: instant, questions: z.array(question) })),
    }),
    handle: async (deps, actor, { params }) => {
      const { found } = await readable(deps, actor, params);
      const { programme, step } = await stepAt(deps, found);
      return {
        items: found.asked.flatMap(({ member, answer, department, due }) =>
          member === actor.id && answer === undefined && department !== undefined && step?.kind === 'opinions'
            ? [
                {
                  department,
                  due,
                  questions: shownQuestions(questionsAsked(programme, found, step, department)),
                },
              ]
            : [],
        ),
      };
    },
  }),
  ofTasks.get({
    path: '/api/rounds/{round}/opinion-letter',
    id: 'getOpinionLetter',
    needs: 'read',
    summary: {
      zh: '给一个部门的征求意见函：尚未答复的对象，按类别列出要回答的问题',
      en: 'The letter to a department: whom it still owes an opinion on, with the questions by class',
    },
    query: letterAsked,
    answer: z.object({
      title: z.string(),
      step: z.string(),
      orgName: z.string(),
      department: z.string(),
      due: instant.optional(),
      stamped: z.boolean(),
      parts: z.array(
        z.object({
          nomineeClass: z.string().optional(),
          questions: z.array(question),
          nominees: z.array(
            z.object({
              nomination: z.string(),
              name: z.string(),
              shown: z.array(z.object({ label: z.string(), value: z.string() })),
            }),
          ),
        }),
      ),
      cursor: z.string().optional(),
    }),
    handle: async (deps, actor, { params, query }) => {
      const { due, cursor: next, parts, ...letter } = await opinionLetter(deps, actor, params.round, query);
      return {
        ...letter,
        parts: parts.map(({ questions, nominees, nomineeClass }) => ({
          ...(nomineeClass !== undefined && { nomineeClass }),
          questions: shownQuestions(questions),
          nominees: nominees.map(({ nomination, name, shown }) => ({ nomination, name, shown: [...shown] })),
        })),
        ...(due !== undefined && { due }),
        ...(next !== undefined && { cursor: next }),
      };
    },
  }),
  ...(['docx', 'pdf'] as const).map((as) =>
    ofTasks.file({
      path: `/api/rounds/{round}/opinion-letter.${as}`,
      id: as === 'docx' ? 'getOpinionLetterAsWord' : 'getOpinionLetterAsPdf',
      needs: 'read',
      summary: {
        zh: `征求意见函和回函表（${as === 'docx' ? 'Word' : 'PDF'}）`,
        en: `The letter to a department with its reply form (${as === 'docx' ? 'Word' : 'PDF'})`,
      },
      query: letterAsked,
      answer: { types: [as === 'docx' ? docxType : pdfType] },
      handle: async (deps, actor, { params, query }) =>
        paperAnswer(await opinionLetterPaper(deps, actor, params.round, query, as)),
    }),
  ),
];
