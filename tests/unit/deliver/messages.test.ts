import { describe, expect, it } from 'vitest';
import type { Chart } from '../../../shared/contract/chart.ts';
import { renderPortalMessage, toCompositionSections } from '../../../shared/deliver/messages.ts';
import { loadSheetTemplates } from '../../../shared/deliver/templates.ts';
import { writeInstructions } from '../../../shared/draft/instructions/write-instructions.ts';
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
