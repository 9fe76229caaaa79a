/** The fields of an organisation's form. */
import { type Level, levelWords } from '#domain/level.ts';
import type { OrganisationInput } from '#domain/people/organisation.ts';
import type { FieldSpec } from '#web/frame/fields.tsx';
import { Asked, sayIn, type Typed } from '#web/frame/form.tsx';
import type { Lang } from '#web/frame/words.ts';

/** With `levels` id and level are asked too, as for a new one. */
export const OrganisationFields = (props: {
  readonly lang: Lang;
  readonly form: string;
  readonly typed: Typed | undefined;
  readonly levels?: readonly Level[] | undefined;
  readonly now?: Partial<OrganisationInput> | undefined;
}) => {
  const { lang, form, typed, now } = props;
  const say = sayIn(lang);
  const ask = (field: FieldSpec, value: unknown) => (
    <Asked lang={lang} form={form} typed={typed} field={field} name={field.id} now={value} />
  );
  return (
    <>
      <fieldset class="group">
        <legend class="group-title">{say('单位', 'The organisation')}</legend>
        {props.levels !== undefined &&
          ask(
            {
              id: 'id',
              type: 'text',
              required: true,
              max: 16,
              label: { zh: '编号', en: 'Id' },
              help: {
                zh: '小写字母和数字，不超过 16 位，建议用区划代码；以后不能改',
                en: 'Small letters and digits, at most 16; the region code is a good one; fixed afterwards',
              },
            },
            '',
          )}
        {ask(
          {
            id: 'name',
            type: 'text',
            required: true,
            max: 60,
            label: { zh: '名称', en: 'Name' },
            help: { zh: '全称，与公章一致', en: 'The full official name' },
          },
          now?.name,
        )}
        {props.levels !== undefined &&
          ask(
            {
              id: 'level',
              type: 'choice',
              required: true,
              label: { zh: '层级', en: 'Level' },
              options: props.levels.map((level) => ({ value: level, label: levelWords[level] })),
            },
            '',
          )}
        {ask(
          {
            id: 'region',
            type: 'text',
            required: true,
            label: { zh: '区划代码', en: 'Region code' },
            help: {
              zh: 'GB/T 2260，六位数字，印在证书编号中',
              en: 'GB/T 2260, six digits, printed in certificate numbers',
            },
          },
          now?.region,
        )}
        {ask(
          {
            id: 'order',
            type: 'integer',
            label: { zh: '排序号', en: 'Order number' },
            help: {
              zh: '同级单位的正式排序，名额余数相同时据此确定',
              en: 'Official order among its siblings; decides ties of shares',
            },
          },
          now?.order ?? 0,
        )}
        {ask(
          {
            id: 'branch',
            type: 'text',
            label: { zh: '所属系统', en: 'Branch' },
            help: { zh: '高校、国资委等系统单位填写', en: 'For system branches such as universities' },
          },
          now?.branch,
        )}
      </fieldset>
      <fieldset class="group">
        <legend class="group-title">{say('联系方式', 'Contact')}</legend>
        {ask(
          { id: 'contact.office', type: 'text', label: { zh: '联系部门', en: 'Office' } },
          now?.contact?.office,
        )}
        {ask(
          { id: 'contact.phone', type: 'text', label: { zh: '联系电话', en: 'Telephone' } },
          now?.contact?.phone,
        )}
        {ask(
          { id: 'contact.email', type: 'email', label: { zh: '电子邮箱', en: 'E-mail' } },
          now?.contact?.email,
        )}
        {ask(
          { id: 'contact.address', type: 'text', label: { zh: '地址', en: 'Address' } },
          now?.contact?.address,
        )}
        {ask(
          { id: 'contact.hours', type: 'text', label: { zh: '办公时间', en: 'Office hours' } },
          now?.contact?.hours,
        )}
      </fieldset>
    </>
  );
};
