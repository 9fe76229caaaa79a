/** A programme small enough to be played whole through the API. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** 最美家庭 as one district runs it: review, shortlist, notice, decision, publication. */
export function districtProgramme(): object {
  const preset = parse(
    readFileSync(new URL('../../../workflows/programmes/zmjt.yaml', import.meta.url), 'utf8'),
  );
  const district = preset.stages.find((stage: { level: string }) => stage.level === 'district');
  const kept = ['review', 'shortlist', 'notice', 'decision', 'publish'];
  const steps = district.steps.filter((step: { kind: string }) => kept.includes(step.kind));
  return {
    ...preset,
    edition: '2021',
    stages: [{ ...district, recommend: false, lowerHonourRequired: false, steps }],
  };
}
