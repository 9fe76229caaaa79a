/** The privacy text 个人信息处理告知 that a nomination agrees to, by its version (PIPL 17). */
import * as z from 'zod';
import { channel } from '#actions/nomination/nomination-input.ts';
import { asksSensitive, consentText, consentVersion } from '#domain/nomination/consent-text.ts';
import { demand } from '#domain/people/policy.ts';
import { getOrganisation } from '#store/people.ts';
import { getProgramme } from '#store/reads.ts';
import { routesOf } from '#web/api/route.ts';
import { named, organisationId } from '#web/api/schemas.ts';
import { t } from '#web/frame/words.ts';
import { seatOrNone } from './opened-draft.ts';

const ofProgrammes = routesOf('programmes');

export const privacyRoutes = [
  ofProgrammes.get({
    path: '/api/programmes/{programme}/privacy',
    id: 'getPrivacyText',
    needs: 'public',
    partly: true,
    summary: {
      zh: '申报前须同意的个人信息处理告知；提交时以 version 作 consentText',
      en: 'The privacy text to agree to; its version is sent as consentText',
    },
    query: z.strictObject({ org: organisationId.optional(), channel: channel.default('organisation') }),
    answer: named(
      'PrivacyText',
      z.object({
        version: z.string(),
        notice: z.array(z.string()),
        /** The form asks for sensitive data, so the separate consent is needed. */
        asksSensitive: z.boolean(),
        sensitive: z.string(),
        guardian: z.string(),
        /** Optional: to be found on the roll of honour (`roll` of a submission). */
        roll: z.string().optional(),
      }),
    ),
    handle: async (deps, actor, { params, query, facts }) => {
      const { document, owner, status } = await getProgramme(deps.table, params.programme);
      const org = await getOrganisation(deps.table, query.org ?? owner);
      const { path } = await getOrganisation(deps.table, owner);
      demand(actor, 'programme.read', { orgPath: path, state: status });
      // As on the form's own page: the data are handled by who selects, once it has set its round up.
      const seat = await seatOrNone(deps, params.programme, document, query.channel, org);
      const handler = seat?.org.name ?? org.name;
      const { office, phone, email } = seat?.governing.settings.contact ?? {};
      const { zh, en = zh } = document.title;
      const text = consentText(consentVersion, {
        handler,
        contact: [office, phone, email].filter((one) => one !== undefined).join(' ') || handler,
        programme: { zh, en },
        retentionYears: document.retention.years,
      })!;
      return {
        version: text.version,
        notice: text.notice.map((each) => t(facts.lang, each)),
        asksSensitive: asksSensitive(document.form),
        sensitive: t(facts.lang, text.sensitive),
        guardian: t(facts.lang, text.guardian),
        ...(text.roll !== undefined && { roll: t(facts.lang, text.roll) }),
      };
    },
  }),
];
