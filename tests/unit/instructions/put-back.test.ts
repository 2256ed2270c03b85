import { describe, expect, it } from 'vitest';
import type { Instructions } from '../../../shared/contract/instructions.ts';
import { putBack } from '../../../shared/draft/instructions/put-back.ts';
import { writeInstructions } from '../../../shared/draft/instructions/write-instructions.ts';
import { loadSheetKnowledge } from '../../../shared/knowledge/sheet.ts';
import { makeFact } from './made-facts.ts';

const knowledge = loadSheetKnowledge();
const hiv = makeFact('test', 'order an HIV test', {
  said: 'We will order an HIV test.',
  speaker: 'clinician',
});
const wife = makeFact('medication', 'metformin 500 mg twice a day', {
  subject: { role: 'other', relation: 'wife' },
  drug: { name: 'metformin', dose: '500 mg', frequency: 'twice a day' },
});
const RAMBLE =
  'the thing with that is that we have seen a lot of these over the years and what people find is that whichever way it turns out the whole of it depends on how the rest of it has been going for them and for the people around them at that time';
const hard = makeFact('advice', RAMBLE, { said: RAMBLE });
const facts = [
  makeFact('diagnosis', 'hypertension'),
  makeFact('medication', 'start losartan 50 mg daily', {
    drug: { name: 'losartan', dose: '50 mg', frequency: 'once a day', change: 'new' },
  }),
  hiv,
  wife,
  hard,
];
const request = { facts, visit: { date: '2026-03-02', recording: {} }, knowledge };
const drafted = (language = 'en'): Instructions => writeInstructions({ ...request, language });
const put = (sheet: Instructions, fact: string, isOn = true): Instructions =>
  putBack({ ...request, sheet, fact, isOn });

const texts = ({ sections }: Instructions): string[] =>
  sections.flatMap(({ lines }) => lines.map(({ text }) => text));
const offOf = ({ keptOff }: Instructions) => keptOff?.map(({ fact, reason }) => [fact, reason]);

/** The sheet as a person left it: one line changed, one typed. */
const edited = (sheet: Instructions): Instructions => ({
  ...sheet,
  sections: sheet.sections.map((section) =>
    section.id === 'found'
      ? {
          ...section,
          lines: [
            ...section.lines.map((line) => ({ ...line, text: 'Your blood pressure is too high.' })),
            {
              id: 'typed',
              text: 'Walk each day.',
              language: sheet.language,
              facts: [],
              evidence: [{ source: 'typed' as const, by: 'Dr. Lee', at: '2026-03-02T10:00:00Z' }],
            },
          ],
        }
      : section,
  ),
});

describe.each(['en', 'es'])('what stays off a sheet (%s)', (language) => {
  it('is put on one by one, told as any other, with its reason kept, and taken off again', () => {
    const sheet = drafted(language);
    expect(offOf(sheet)).toEqual([
      [hiv.id, 'sensitive'],
      [wife.id, 'other-person'],
      [hard.id, 'too-hard'],
    ]);
    const on = put(sheet, hiv.id);
    expect(on.putBack).toEqual([{ fact: hiv.id, reason: 'sensitive' }]);
    expect(offOf(on)).toEqual([
      [wife.id, 'other-person'],
      [hard.id, 'too-hard'],
    ]);
    const line = on.sections.flatMap(({ lines }) => lines).find((each) => each.facts.includes(hiv.id));
    expect(line).toMatchObject({ evidence: hiv.evidence });
    expect(line?.text).toMatch(/HIV|VIH/);
    expect(texts(on).join()).not.toMatch(/metformin/i);
    const off = put(on, hiv.id, false);
    expect(texts(off)).toEqual(texts(sheet));
    expect(offOf(off)).toEqual(offOf(sheet));
    expect(off.putBack).toEqual([]);
  });

  it('leaves what a person changed and typed', () => {
    const sheet = edited(drafted(language));
    const both = put(put(sheet, hiv.id), wife.id);
    for (const text of texts(sheet)) expect(texts(both)).toContain(text);
    expect(texts(both).join()).toMatch(/HIV|VIH/);
    expect(texts(put(put(both, wife.id, false), hiv.id, false))).toEqual(texts(sheet));
  });

  it("is never told as the patient's own where it is about someone else", () => {
    const on = put(drafted(language), wife.id);
    const line = on.sections.flatMap(({ lines }) => lines).find((each) => each.facts.includes(wife.id));
    expect(line?.text).toMatch(/^Wife: .*“Metformin 500 mg twice a day”$/);
    expect(line).toMatchObject({ asSaid: true });
    expect(line).not.toHaveProperty('medicine');
    expect(texts(put(on, wife.id, false))).toEqual(texts(drafted(language)));
  });

  it('is quoted as it was said where it cannot be told plainly, and marked', () => {
    const on = put(drafted(language), hard.id);
    const line = on.sections.flatMap(({ lines }) => lines).find((each) => each.facts.includes(hard.id));
    expect(line).toMatchObject({ asSaid: true, language: 'en', evidence: hard.evidence });
    expect(line?.text).toContain('“The thing with that is that we have seen');
    expect(texts(put(on, hard.id, false))).toEqual(texts(drafted(language)));
  });

  it('changes nothing for a fact that is not there, and has its ids once', () => {
    const sheet = drafted(language);
    expect(put(sheet, 'no-such-fact')).toBe(sheet);
    expect(put(sheet, hiv.id, false)).toBe(sheet);
    const all = [hiv, wife, hard].reduce((now, { id }) => put(now, id), sheet);
    const ids = all.sections.flatMap(({ lines }) => lines.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(all.sections.at(-1)?.id).toBe(sheet.sections.at(-1)?.id);
  });
});
