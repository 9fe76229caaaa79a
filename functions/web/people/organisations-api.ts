/** Routes of the tree of organisations. */
import * as z from 'zod';
import { changeLogo } from '#actions/people/organisation-logo.ts';
import { createOrganisation, editOrganisation, importOrganisations } from '#actions/people/organisations.ts';
import { organisationEdit } from '#actions/people/people-input.ts';
import { organisationSchema } from '#domain/people/organisation.ts';
import { organisationRecord } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { getOrganisation, listChildren, listMembers } from '#store/people.ts';
import { atFile, routesOf } from '#web/api/route.ts';
import { cursor, faultLine, faultsIn, limit, named, organisationId, page, paging } from '#web/api/schemas.ts';

const ofOrganisations = routesOf('organisations');
const ofMembers = routesOf('members');

import { membership } from './members-api.ts';

const contact = z.object({
  office: z.string().optional(),
  phone: z.string().optional(),
  email: z.string().optional(),
  address: z.string().optional(),
  hours: z.string().optional(),
});
const organisation = named(
  'Organisation',
  organisationRecord()
    .pick({ level: true, parent: true, branch: true, path: true, logo: true, version: true })
    .extend({ id: z.string(), name: z.string(), order: z.int(), region: z.string(), contact }),
);
const example = {
  id: 'c1',
  name: '朝阳社区妇联',
  level: 'community',
  parent: 's1',
  region: '430102',
  order: 3,
};
const input = named('OrganisationDraft', organisationSchema);
export const organisationRoutes = [
  ofOrganisations.get({
    path: '/api/organisations',
    id: 'listOrganisations',
    needs: 'public',
    summary: { zh: '下级单位（不给上级时为根单位）', en: 'Organisations below one, or the roots' },
    query: z.strictObject({ parent: organisationId.optional(), cursor, limit }),
    answer: page(organisation),
    handle: (deps, _actor, { query }) => listChildren(deps.table, query.parent, query),
  }),
  ofOrganisations.get({
    path: '/api/organisations/{org}',
    id: 'getOrganisation',
    needs: 'public',
    summary: { zh: '一个单位', en: 'One organisation' },
    answer: organisation,
    handle: (deps, _actor, { params }) => getOrganisation(deps.table, params.org),
  }),
  ofOrganisations.post({
    path: '/api/organisations',
    id: 'createOrganisation',
    needs: 'admin',
    status: 201,
    summary: { zh: '新建下级单位', en: 'Make an organisation below one' },
    body: input,
    example,
    answer: organisation,
    handle: (deps, actor, { body }) => createOrganisation(deps, actor, body),
  }),
  ofOrganisations.patch({
    path: '/api/organisations/{org}',
    id: 'editOrganisation',
    needs: 'admin',
    summary: { zh: '修改单位', en: 'Change an organisation' },
    body: organisationEdit,
    example: { version: 1, name: '朝阳街道妇联', contact: { phone: '0731-85550000' } },
    answer: organisation,
    handle: (deps, actor, { params, body }) => editOrganisation(deps, actor, { ...body, id: params.org }),
  }),
  ofOrganisations.post({
    path: '/api/organisations/{org}/logo',
    id: 'setLogo',
    needs: 'admin',
    multipart: true,
    summary: {
      zh: '上传徽标或印章图片（JPG、PNG），显示在公开页面的页首',
      en: 'Upload the seal or logo that heads the public pages',
    },
    body: z.strictObject({ file: z.file() }),
    faultAt: atFile,
    answer: organisation,
    handle: async (deps, actor, { params, body: { file } }) =>
      changeLogo(deps, actor, params.org, {
        bytes: new Uint8Array(await file.arrayBuffer()),
        name: file.name,
      }),
  }),
  ofOrganisations.remove({
    path: '/api/organisations/{org}/logo',
    id: 'removeLogo',
    needs: 'admin',
    summary: { zh: '不再显示徽标或印章图片', en: 'Show no seal or logo any more' },
    answer: organisation,
    handle: (deps, actor, { params }) => changeLogo(deps, actor, params.org, undefined),
  }),
  ofOrganisations.post({
    path: '/api/organisations/import',
    id: 'importOrganisations',
    needs: 'admin',
    summary: {
      zh: '批量导入单位；有一处错误则全部不写入',
      en: 'Import organisations; with one fault nothing is written',
    },
    body: z.strictObject({ rows: z.array(z.unknown()).min(1) }),
    example: { rows: [example] },
    answer: z.object({
      created: z.array(z.string()),
      unchanged: z.array(z.string()),
      faults: z.array(faultLine),
    }),
    handle: async (deps, actor, { body, facts }) => {
      // The action checks each parent, but only once the rows are whole: who administers nothing sees no report.
      demand(actor, 'organisation.create', { orgPath: actor.grants.map(({ org }) => org) });
      const { faults, ...report } = await importOrganisations(deps, actor, body.rows);
      return { ...report, faults: faultsIn(facts.lang, faults) };
    },
  }),
  ofMembers.get({
    path: '/api/organisations/{org}/members',
    id: 'listMembers',
    needs: 'read',
    summary: { zh: '单位人员（邮箱脱敏）', en: 'Members of an organisation, addresses masked' },
    query: paging,
    answer: page(membership),
    handle: async (deps, actor, { params, query }) => {
      demand(
        actor,
        'round.read',
        { orgPath: (await getOrganisation(deps.table, params.org)).path },
        'organisation',
      );
      return listMembers(deps.table, params.org, query);
    },
  }),
];
