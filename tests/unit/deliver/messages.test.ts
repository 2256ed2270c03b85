import { describe, expect, it } from 'vitest';
import type { Chart } from '../../../shared/contract/chart.ts';
import {
  renderLetterText,
  renderPortalMessage,
  toCompositionSections,
} from '../../../shared/deliver/messages.ts';
import { loadSheetTemplates } from '../../../shared/deliver/templates.ts';
import { writeInstructions } from '../../../shared/draft/instructions/write-instructions.ts';
import { writeLetter } from '../../../shared/draft/instructions/write-letter.ts';
import { loadSheetKnowledge } from '../../../shared/knowledge/sheet.ts';
import { makeFact } from '../instructions/made-facts.ts';

const knowledge = loadSheetKnowledge();
const facts = [
  makeFact('diagnosis', 'hypertension'),
  makeFact('referral', 'refer to <cardiology> for the murmur'),
  makeFact('test', 'order an HIV test'),
];
const chart = { patient: { name: 'Rosa Delgado' }, medications: [] } as unknown as Chart;
const sheet = writeInstructions({ facts, chart, language: 'en', visit: { date: '2026-03-02' }, knowledge });

describe('what else is made from the same facts', () => {
  it('a letter in clinical words, without what the clinic keeps off', () => {
    const letter = renderLetterText(writeLetter({ facts, chart, visit: { to: 'Dr. Osei' }, knowledge }));
    expect(letter).toContain('To: Dr. Osei');
    expect(letter).toContain('- Hypertension.');
    expect(letter).not.toContain('HIV');
    expect(letter.match(/DRAFT/g)).toHaveLength(2);
  });

  it('a letter with history, allergies, medicines and examination, each from the visit or the chart', () => {
    const evidence = [{ source: 'chart' as const, entry: 'AllergyIntolerance/1' }];
    const charted = {
      ...chart,
      allergies: [{ name: 'Penicillin', status: 'active', reactions: ['hives'], evidence }],
      medications: [
        { name: 'losartan', status: 'active', dose: '50 mg', evidence },
        { name: 'warfarin', status: 'stopped', evidence },
      ],
    } as unknown as Chart;
    const letter = writeLetter({
      facts: [
        makeFact('symptom', 'has had a cough for 2 weeks'),
        makeFact('symptom', 'Has had a cough for 2 weeks', { id: 'again' }),
        makeFact('exam', 'lungs are clear'),
        makeFact('condition', 'diabetes', { subject: { role: 'family', relation: 'mother' } }),
      ],
      chart: charted,
      visit: {},
      knowledge,
    });
    expect(letter.sections.map(({ title, lines }) => [title, ...lines.map((line) => line.text)])).toEqual([
      ['History', 'Has had a cough for 2 weeks.'],
      ['Allergies', 'Penicillin (hives) (charted).'],
      ['Medicines', 'Losartan 50 mg (charted).'],
      ['Examination', 'Lungs are clear.'],
    ]);
    for (const line of letter.sections.flatMap(({ lines }) => lines))
      expect(line.evidence.length).toBeGreaterThan(0);
  });

  it("a portal message in the sheet's words, without the name", () => {
    const message = renderPortalMessage(sheet, loadSheetTemplates());
    expect(message).toContain('You have: high blood pressure.');
    expect(message).not.toContain('Rosa');
    expect(message).toContain('DRAFT');
  });

  it('sections of a FHIR Composition that are XHTML and say DRAFT', () => {
    for (const { text } of toCompositionSections(sheet, loadSheetTemplates())) {
      expect(text.div).toMatch(
        /^<div xmlns="http:\/\/www\.w3\.org\/1999\/xhtml"><p>DRAFT<\/p><ul>(?:<li [^<>]*>[^<>]*<\/li>)+<\/ul><\/div>$/,
      );
    }
  });
});
