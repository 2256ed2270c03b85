import { describe, expect, it } from 'vitest';
import type { Instructions } from '../../../shared/contract/instructions.ts';
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

  it('says corrected on a reprint after an addendum', () => {
    const approval = { by: 'Dr. Lee', on: '2026-03-02', corrected: true };
    expect(renderInstructionsHtml(sheet({ status: 'approved', approval }), templates)).toContain('Corrected');
  });
});
