/** What a programme names must be there and fit (docs/architecture.md#programmes-are-data). */
import { describe, expect, test } from 'vitest';
import { parseProgramme } from '#domain/programme/programme-reading.ts';
import { changed, type Document, faultsOf } from './presets.ts';

const faultsAfter = (name: string, change: (document: Document) => void) =>
  faultsOf(() => parseProgramme(changed(name, change)));
const short = (name: string, change: (document: Document) => void) =>
  faultsAfter(name, change).map(({ field, code }) => `${field} ${code}`);

const document = (d: Document) => d.form.fields.find((one: Document) => one.type === 'idDocument');

describe('references must exist', () => {
  const wrong: readonly (readonly [string, string, (d: Document) => void, string])[] = [
    [
      'birth date that an ID number tells',
      'sbqs',
      (d) => {
        document(d).tells.birthDate = 'birth';
      },
      'form.fields.6.tells.birthDate unknown-field',
    ],
    [
      'birth date that is no date',
      'sbqs',
      (d) => {
        document(d).tells.birthDate = 'name';
      },
      'form.fields.6.tells.birthDate field-type',
    ],
    [
      'gender of other options',
      'sbqs',
      (d) => {
        document(d).tells.gender = 'political';
      },
      'form.fields.6.tells.gender gender-options',
    ],
    [
      'gender of a rule that no ID number tells',
      'sbqs',
      (d) => {
        delete document(d).tells.gender;
      },
      'eligibility.0.field unproven',
    ],
    [
      'birth date of a rule that no ID number tells',
      'sbqs',
      (d) => {
        delete document(d).tells.birthDate;
      },
      'eligibility.1.field unproven',
    ],
    [
      'told fields of another type than an ID number',
      'sbqs',
      (d) => {
        d.form.fields[0].tells = { birthDate: 'birthDate' };
      },
      'form.fields.0.tells tells-unused',
    ],
    [
      'certificate of a credit code that is no attachment',
      'sbjt',
      (d) => {
        d.form.fields[1].certificate = 'licence';
      },
      'form.fields.1.certificate unknown-attachment',
    ],
    [
      'certificate of another field than a credit code',
      'sbjt',
      (d) => {
        d.form.fields[0].certificate = 'creditCertificate';
      },
      'form.fields.0.certificate certificate-unused',
    ],
    [
      'column that an ID number of a table tells',
      'zmjt',
      (d) => {
        const columns = d.form.fields.find((one: Document) => one.id === 'members').columns;
        columns.find((one: Document) => one.type === 'idDocument').tells = { birthDate: 'familyName' };
      },
      'form.fields.7.columns.3.tells.birthDate unknown-field',
    ],
    [
      'name field',
      'zmjt',
      (d) => {
        d.form.nameField = 'familyname';
      },
      'form.nameField unknown-field',
    ],
    [
      'name field of another type',
      'zmjt',
      (d) => {
        d.form.nameField = 'members';
      },
      'form.nameField name-field',
    ],
    [
      'class field',
      'sbqs',
      (d) => {
        d.form.classField = 'class';
      },
      'form.classField unknown-field',
    ],
    [
      'class field that is no choice',
      'sbqs',
      (d) => {
        d.form.classField = 'workUnit';
      },
      'form.classField class-field',
    ],
    [
      'department class',
      'sbqs',
      (d) => {
        d.departments[0].class = '干部';
      },
      'departments.0.class unknown-class',
    ],
    [
      'public field',
      'zmjt',
      (d) => {
        d.form.publicFields.push('nobody');
      },
      'form.publicFields.2 unknown-field',
    ],
    [
      'personal field in public',
      'zmjt',
      (d) => {
        d.form.publicFields.push('address');
      },
      'form.publicFields.2 public-field-forbidden',
    ],
    [
      'phone in public though not marked',
      'zmjt',
      (d) => {
        d.form.fields.find((f: Document) => f.id === 'phone').personal = false;
        d.form.publicFields.push('phone');
      },
      'form.publicFields.2 public-field-forbidden',
    ],
    [
      'table with personal columns in public',
      'zmjt',
      (d) => {
        d.form.publicFields.push('members');
      },
      'form.publicFields.2 public-field-forbidden',
    ],
    [
      'rule field',
      'zmjt',
      (d) => {
        d.eligibility[0].field = 'residenceYear';
      },
      'eligibility.0.field unknown-field',
    ],
    [
      'rule field of the wrong type',
      'zmjt',
      (d) => {
        d.eligibility[0].field = 'familyName';
      },
      'eligibility.0.field field-type',
    ],
    [
      'rule value',
      'sbqs',
      (d) => {
        d.eligibility[0].values = ['女性'];
      },
      'eligibility.0.values unknown-option',
    ],
    [
      'nested rule field',
      'sbqs',
      (d) => {
        d.eligibility[5].rules[0].field = 'since';
      },
      'eligibility.5.rules.0.field unknown-field',
    ],
    [
      'rule of a stage',
      'zmjt',
      (d) => {
        d.stages[2].eligibility[0].alsoFromField = 'members';
      },
      'stages.2.eligibility.0.alsoFromField honours-table',
    ],
    [
      'bounds that cross',
      'sbqs',
      (d) => {
        d.eligibility[1].max = 17;
      },
      'eligibility.1 bounds',
    ],
    [
      'ratio above all',
      'sbjt',
      (d) => {
        d.eligibility[0].min = '160%';
      },
      'eligibility.0.min format',
    ],
    [
      'identity field',
      'sbqs',
      (d) => {
        d.identity.field = 'name';
      },
      'identity.field field-type',
    ],
    [
      'identity column',
      'zmjt',
      (d) => {
        d.identity.column = 'id';
      },
      'identity.column unknown-field',
    ],
    [
      'identity post',
      'jgwmg',
      (d) => {
        d.identity.postField = 'post';
      },
      'identity.postField unknown-field',
    ],
    [
      'group field',
      'sbqs',
      (d) => {
        d.stages[3].quota.groups[0].field = 'name';
      },
      'stages.3.quota.groups.0.field unknown-field',
    ],
    [
      'group value',
      'sbqs',
      (d) => {
        d.stages[3].quota.groups[3].values = ['society'];
      },
      'stages.3.quota.groups.3.values.0 unknown-option',
    ],
    [
      'group without bound',
      'sbqs',
      (d) => {
        delete d.stages[3].quota.groups[0].atMost;
      },
      'stages.3.quota.groups.0 bounds',
    ],
    [
      'group above all',
      'sbqs',
      (d) => {
        d.stages[3].quota.groups[0].atMost = '100.1%';
      },
      'stages.3.quota.groups.0.atMost format',
    ],
    [
      'floors above all',
      'sbqs',
      (d) => {
        d.stages[3].quota.groups[1].atLeast = '60%';
        d.stages[3].quota.groups.push({
          title: '专技',
          field: 'personClass',
          values: ['专业技术人员'],
          atLeast: '41%',
        });
      },
      'stages.3.quota.groups ratio',
    ],
    [
      'differential without ratio',
      'sbqs',
      (d) => {
        delete d.stages[5].quota.ratio;
      },
      'stages.5.quota.ratio ratio',
    ],
    [
      'direct channel',
      'pajt',
      (d) => {
        d.channels.pop();
        d.stages[2].direct = ['other'];
      },
      'stages.2.direct.0 unknown-channel',
    ],
    [
      'field twice',
      'zmjt',
      (d) => {
        d.form.fields.push(d.form.fields[0]);
      },
      'form.fields.12 id-twice',
    ],
    [
      'choice without options',
      'lsjt',
      (d) => {
        d.form.fields[5].options = [];
      },
      'form.fields.5 options-needed',
    ],
    [
      'ID number left open',
      'sbqs',
      (d) => {
        d.form.fields[6].personal = false;
      },
      'form.fields.6 must-be-personal',
    ],
    [
      'levels that fall',
      'zmjt',
      (d) => {
        d.stages[1].level = 'community';
      },
      'stages.1.level levels-ascend',
    ],
    [
      'top that recommends',
      'zmjt',
      (d) => {
        d.stages[5].recommend = true;
      },
      'stages.5.recommend top-cannot-recommend',
    ],
    [
      'upward below the top',
      'zmjt',
      (d) => {
        d.stages[3].upward = { programme: 'WHJT', level: 'province' };
      },
      'stages.3.upward upward',
    ],
  ];
  test.each(wrong)('%s', (_, name, change, expected) => {
    expect(short(name, change)).toContain(expected);
  });

  test('a top stage may recommend to another programme above it', () => {
    expect(
      short('zmjt', (d) => {
        d.stages = d.stages.slice(0, 3);
        d.stages[2].upward = { programme: 'WHJT', level: 'city' };
      }),
    ).toEqual([]);
  });

  test('a near miss is suggested', () => {
    const [fault] = faultsAfter('zmjt', (d) => {
      d.eligibility[0].field = 'residenceYear';
    });
    expect(fault!.text.zh).toContain('是否应为“residenceYears”');
  });
});

test('a fault calls a field by its label in either language, never by its code', () => {
  const said = (change: (document: Document) => void) =>
    faultsAfter('sbqs', change)
      .map(({ text }) => [text.zh, text.en].join('\n'))
      .join('\n');
  const { zh, en } = changed('sbqs', () => {}).form.fields.find(({ id }: Document) => id === 'name').label;
  for (const wrong of [
    said((d) => Object.assign(document(d).tells, { birthDate: 'name' })),
    said((d) => Object.assign(d.identity, { field: 'name' })),
  ]) {
    expect(wrong).toContain(`“${zh}”应为`);
    expect(wrong).toContain(`"${en}" must be`);
    expect(wrong).not.toContain('"name"');
  }
});

test('a field of the wrong type is told by the names that the editor gives the types, never by a code', () => {
  const said = (name: string, change: (document: Document) => void) =>
    faultsAfter(name, change).find(({ code }) => code === 'field-type')?.text;
  expect(said('zmjt', (d) => Object.assign(d.eligibility[0], { field: 'familyName' }))?.zh).toContain(
    '“家庭称谓”应为“整数”或“数字（可带小数）”字段，现为“一行文字”',
  );
  const identity = said('sbqs', (d) => Object.assign(d.identity, { field: 'name' }));
  expect(identity?.zh).toContain('应为“证件号码”字段，现为“一行文字”');
  expect(identity?.en).toContain('must be a field of type "ID number", not "One line of text"');
});
