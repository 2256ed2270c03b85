import { describe, expect, it } from 'vitest';
import type { Chart } from '../../../shared/contract/chart.ts';
import type { Letter } from '../../../shared/contract/deliver.ts';
import type { Fact } from '../../../shared/contract/fact.ts';
import type { Note, NoteItem } from '../../../shared/contract/note.ts';
import { renderLetterHtml, renderLetterText } from '../../../shared/deliver/letter.ts';
import { writeLetter, type LetterRequest } from '../../../shared/draft/instructions/write-letter.ts';
import { loadSheetKnowledge } from '../../../shared/knowledge/sheet.ts';
import { makeFact } from '../instructions/made-facts.ts';

const knowledge = loadSheetKnowledge();
const typed = { source: 'typed' as const, by: 'Dr. Lee', at: '2026-03-02T10:00:00Z' };

const item = (text: string, fact?: Fact, more: Partial<NoteItem> = {}): NoteItem => ({
  id: `n-${text}`,
  text,
  facts: fact ? [fact.id] : [],
  evidence: fact ? (fact.evidence.slice(0, 1) as [Fact['evidence'][0]]) : [typed],
  ...more,
});

const FACTS = {
  cough: makeFact('symptom', 'has had a cough for 2 weeks'),
  mother: makeFact('family-history', 'diabetes', { subject: { role: 'family', relation: 'mother' } }),
  drinks: makeFact('social-history', 'drinks alcohol every day'),
  hypertension: makeFact('diagnosis', 'hypertension'),
  hiv: makeFact('test', 'order an HIV test'),
  losartan: makeFact('medication', 'losartan 50 mg daily', { drug: { name: 'losartan' } }),
};

const NOTE: Note = {
  version: 1,
  status: 'draft',
  transcript: '',
  sections: [
    {
      id: 'history',
      title: 'HISTORY OF PRESENT ILLNESS',
      items: [
        item('Cough for 3 weeks.', FACTS.cough),
        item('No fever, she says.'),
        item('Losartan 50 mg daily.', FACTS.losartan, { group: 'Medications' }),
        item('Mother: diabetes.', FACTS.mother, { group: 'Family history' }),
      ],
    },
    {
      id: 'plan',
      title: 'ASSESSMENT AND PLAN',
      items: [
        item('Blood pressure stays high.', FACTS.hypertension, { group: 'Hypertension' }),
        item('HIV test ordered.', FACTS.hiv),
        item('Refer to cardiology.'),
        item('Talked about domestic violence.'),
      ],
    },
  ],
};

const CHART = {
  patient: { name: 'Rosa Delgado' },
  allergies: [
    {
      name: 'Penicillin',
      status: 'active',
      reactions: ['hives'],
      evidence: [{ source: 'chart', resource: 'AllergyIntolerance/1', path: '/code' }],
    },
  ],
  medications: [
    { name: 'Losartan 50 mg oral tablet', status: 'active', dose: '50 mg', evidence: [] },
    { name: 'warfarin', status: 'stopped', evidence: [] },
    {
      name: 'aspirin',
      status: 'active',
      dose: '81 mg',
      evidence: [{ source: 'chart', resource: 'MedicationRequest/2', path: '/x' }],
    },
  ],
} as unknown as Chart;

const write = (more: Partial<LetterRequest> = {}) =>
  writeLetter({
    note: NOTE,
    facts: Object.values(FACTS),
    chart: CHART,
    header: { to: 'Dr. Osei', patient: 'Rosa Delgado', date: '2026-03-02' },
    knowledge,
    ...more,
  });

const texts = ({ sections }: Letter) =>
  sections.map(({ title, lines }) => [title, ...lines.map(({ text }) => text)]);

describe('a letter to a colleague', () => {
  it("holds the note's lines as a person left them, and what is charted and nobody named", () => {
    expect(texts(write().letter)).toEqual([
      ['History', 'Cough for 3 weeks.', 'No fever, she says.'],
      ['Allergies', 'Penicillin (hives) (charted).'],
      ['Medicines', 'Losartan 50 mg daily.', 'Aspirin 81 mg (charted).'],
      ['Assessment and plan', 'Hypertension: Blood pressure stays high.', 'Refer to cardiology.'],
    ]);
    for (const line of write().letter.sections.flatMap(({ lines }) => lines))
      expect(line.evidence.length).toBeGreaterThan(0);
  });

  it('says nothing but lines of the note, of the chart, and what was typed for it', () => {
    const words = (text: string) => ({ text, evidence: typed });
    const { letter } = write({
      asks: [words('Please see her soon.')],
      addenda: [words('Potassium 4.1.')],
      putBack: NOTE.sections.flatMap(({ items }) => items.map(({ id }) => id)),
    });
    const known = [
      ...NOTE.sections.flatMap(({ items }) => items.map(({ text }) => text)),
      'Please see her soon.',
      'Potassium 4.1.',
    ];
    for (const { text } of letter.sections.flatMap(({ lines }) => lines))
      expect(text.endsWith('(charted).') || known.some((one) => text.endsWith(one))).toBe(true);
    expect(letter.sections[0]).toMatchObject({
      lines: [{ text: 'Please see her soon.', evidence: [typed] }],
    });
    expect(letter.sections.at(-1)).toMatchObject({ lines: [{ text: 'Potassium 4.1.' }] });
  });

  it('keeps off what the clinic keeps off, also where it was typed, until it is put in line by line', () => {
    const { keptOff } = write();
    expect(keptOff.map(({ text, reason }) => [text, reason])).toEqual([
      ['Mother: diabetes.', 'other-person'],
      ['HIV test ordered.', 'sensitive'],
      ['Talked about domestic violence.', 'sensitive'],
    ]);
    const [mother] = keptOff;
    const again = write({ putBack: [mother?.id ?? ''] });
    expect(texts(again.letter)).toContainEqual(['Family history', 'Mother: diabetes.']);
    expect(JSON.stringify(again.letter)).not.toMatch(/HIV|violence/);
    expect(again.keptOff).toEqual(keptOff);
  });

  it('does not take from the chart what the note names only in a line that is kept off', () => {
    const hidden = item('Takes aspirin since the domestic violence.');
    const note = { ...NOTE, sections: [{ ...NOTE.sections[0]!, items: [hidden] }] };
    expect(JSON.stringify(write({ note }).letter)).not.toContain('spirin');
  });
});

describe('a letter on paper', () => {
  const { letter } = write({ asks: [{ text: 'See <b>her</b> soon & call.', evidence: typed }] });
  const approval = { by: 'Dr. Lee', at: '2026-03-03T09:00:00Z', sha256: 'ab'.repeat(32) };
  const final = { ...letter, status: 'approved' as const };

  it('says DRAFT on every page and on its first and last line until it is signed, and then by whom', () => {
    expect(renderLetterHtml(letter)).toContain('<body class="draft">');
    expect(renderLetterHtml(letter)).toContain('Nobody has signed this text.');
    expect(renderLetterText(letter).match(/DRAFT/g)).toHaveLength(2);
    expect(renderLetterHtml(final, { approval })).not.toContain('class="draft"');
    expect(renderLetterHtml(final, { approval })).toContain(
      'Checked and signed by <bdi>Dr. Lee</bdi> on 2026-03-03',
    );
    expect(renderLetterText(final, { approval })).not.toContain('DRAFT');
    expect(renderLetterText(final, { approval })).toContain('Checked and signed by Dr. Lee on 2026-03-03.');
  });

  it('names who writes to whom about whom, shows no source, and holds markup as text', () => {
    const html = renderLetterHtml(letter);
    expect(html).toContain('<dt>To</dt><dd><bdi>Dr. Osei</bdi></dd>');
    expect(html).toContain('<bdi>See &lt;b&gt;her&lt;/b&gt; soon &amp; call.</bdi>');
    expect(html).not.toMatch(/AllergyIntolerance|<script|https?:/);
    expect(renderLetterText(letter)).toContain('To: Dr. Osei\nPatient: Rosa Delgado\nVisit: 2026-03-02');
  });

  it('shows what was added to the visit after it was signed', () => {
    const addenda = [{ text: 'Stop the aspirin.', by: 'Dr. Lee', at: '2026-03-04T09:00:00Z' }];
    for (const form of [
      renderLetterHtml(final, { approval, addenda }),
      renderLetterText(final, { approval, addenda }),
    ]) {
      expect(form).toContain('ADDENDUM, 2026-03-04, Dr. Lee');
      expect(form).toContain('Stop the aspirin.');
    }
  });
});
