/** The levels that a recommendation climbs, bottom first (docs/rules/levels.md#levels). */
export const levels = ['unit', 'community', 'street', 'district', 'city', 'province', 'nation'] as const;
export type Level = (typeof levels)[number];

/** Position of a level, 0 for a unit to 6 for the nation; larger is higher. */
export const levelRank = (level: Level): number => levels.indexOf(level);

/** The official word of a level in both languages. */
export const levelWords: Readonly<Record<Level, { zh: string; en: string }>> = {
  unit: { zh: '单位', en: 'Unit' },
  community: { zh: '社区', en: 'Community' },
  street: { zh: '街道', en: 'Street' },
  district: { zh: '区县', en: 'District' },
  city: { zh: '市', en: 'City' },
  province: { zh: '省', en: 'Province' },
  nation: { zh: '全国', en: 'National' },
};
