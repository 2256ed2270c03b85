import { describe, expect, it } from 'vitest';
import type { Instructions } from '../../../shared/contract/instructions.ts';
import { asPrinted } from '../../../shared/deliver/sheet-about.ts';
import { renderInstructionsHtml } from '../../../shared/deliver/sheet-html.ts';
import { renderInstructionsMarkdown, renderInstructionsText } from '../../../shared/deliver/sheet-text.ts';
import { loadSheetTemplates } from '../../../shared/deliver/templates.ts';

const templates = loadSheetTemplates();
const sheet = (more: Partial<Instructions> = {}): Instructions => ({
  version: 1,
  status: 'draft',
  language: 'en',
  title: 'After your visit',
  header: { patient: 'Ana Ruiz', date: '2026-03-02' },
  readability: { grade: 3, formula: 'Flesch-Kincaid' },
  sections: [
    {
      id: 'medicines',
      title: 'Your medicines',
      lines: [
        {
          id: 'medicines-1',
          text: 'Start cetirizine. Take 10 mg at bedtime.',
          language: 'en',
          facts: ['f1'],
          evidence: [{ source: 'transcript', turn: 't7', start: 0, end: 9 }],
          medicine: {
            change: 'new',
            label: 'New',
            name: 'cetirizine',
            how: ['Take 10 mg at bedtime.'],
            moments: ['night'],
          },
        },
      ],
    },
  ],
  ...more,
});

describe('the printed page', () => {
  it('says DRAFT until it is approved', () => {
    expect(renderInstructionsHtml(sheet(), templates)).toContain('<body class="draft">');
    expect(renderInstructionsMarkdown(sheet(), templates)).toMatch(/^\*\*DRAFT/);
    expect(renderInstructionsText(sheet(), templates)).toMatch(/^DRAFT[\s\S]*DRAFT: [^\n]*\n$/);
    const final = sheet({ status: 'approved', approval: { by: 'Dr. Lee', on: '2026-03-02' } });
    expect(renderInstructionsHtml(final, templates)).not.toContain('<body class="draft">');
    expect(renderInstructionsText(final, templates)).not.toContain('DRAFT');
  });

  it('does not show where a line comes from, and loads nothing', () => {
    const html = renderInstructionsHtml(sheet(), templates);
    expect(html).not.toContain('t7');
    expect(html).not.toMatch(/<script|https?:|url\(|<link|<img/i);
  });

  it.each([
    ['markup', '<img src=x onerror=alert(1)>'],
    ['an end of style', '</style><script>alert(1)</script>'],
    ['a quote and a brace', '"; } body { display: none }'],
    ['another direction', 'محمد \u202Eعلي'],
  ])('holds a name with %s as text', (_, name) => {
    const html = renderInstructionsHtml(sheet({ header: { patient: name } }), templates);
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(html).not.toMatch(/<img|<script/i);
    expect(html).not.toContain('\u202E');
    expect(html).not.toContain('display: none }"');
  });

  it.each([
    ['en', 'Dr. Lee checked it on March 2, 2026.', 'No one has checked it yet.'],
    ['es', 'Dr. Lee la revisó el 2 de marzo de 2026.', 'Nadie la ha revisado aún.'],
  ])(
    'says in %s who checked it and when, from the approval and never before it',
    (language, checked, open) => {
      const approval = { by: 'Dr. Lee', on: '2026-03-02' };
      const renderings = (of: Instructions): string[] => [
        renderInstructionsHtml(of, templates),
        renderInstructionsText(of, templates),
        renderInstructionsMarkdown(of, templates).replaceAll('\\', ''),
      ];
      for (const draft of renderings(sheet({ language }))) {
        expect(draft).toContain(open);
        expect(draft).not.toContain('Lee');
      }
      for (const final of renderings(sheet({ language, status: 'approved', approval }))) {
        expect(final).toContain(checked);
        expect(final).not.toContain(open);
      }
      expect(() => renderInstructionsHtml(sheet({ language, status: 'approved' }), templates)).toThrow();
    },
  );

  it('carries DRAFT in every line that can be copied out of a draft, and in none of a final', () => {
    const draft = renderInstructionsHtml(sheet(), templates);
    expect(draft.match(/class="copy-mark"/g)).toHaveLength(3);
    const approval = { by: 'Dr. Lee', on: '2026-03-02' };
    expect(renderInstructionsHtml(sheet({ status: 'approved', approval }), templates)).not.toContain(
      'class="copy-mark"',
    );
  });

  it.each([
    ['en', 'Corrected on March 5, 2026 by Dr. Osei.', 'What we wrote down about this visit was corrected'],
    ['es', 'Corregido el 5 de marzo de 2026 por Dr. Osei.', 'Lo que anotamos de esta consulta fue corregido'],
  ])(
    'says in %s on a reprint after an addendum who corrected it and when, and the words for the patient, in every form',
    (language, notice, withoutWords) => {
      const reprint = (words: string[]): string[] => {
        const corrected = { by: 'Dr. Osei', on: '2026-03-05', words };
        const approval = { by: 'Dr. Lee', on: '2026-03-02', corrected };
        const final = sheet({ language, status: 'approved', approval });
        const printed = asPrinted(final, templates.languages[language]!);
        return [
          renderInstructionsHtml(final, templates),
          renderInstructionsText(final, templates),
          renderInstructionsMarkdown(final, templates).replaceAll('\\', ''),
          printed.sections.flatMap(({ lines }) => lines.map(({ text }) => text)).join('\n'),
        ];
      };
      for (const form of reprint(['Take 5 mg, not 10 mg.'])) {
        expect(form).toContain(notice);
        expect(form).toContain('Take 5 mg, not 10 mg.');
      }
      for (const form of reprint([])) {
        expect(form).toContain(withoutWords);
        expect(form).not.toContain(notice);
      }
    },
  );
});
