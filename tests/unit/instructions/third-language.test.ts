import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeInstructions } from '../../../shared/draft/instructions/write-instructions.ts';
import { knowledgeFolder } from '../../../shared/knowledge/folder.ts';
import { loadSheetKnowledge } from '../../../shared/knowledge/sheet.ts';
import { makeFact } from './made-facts.ts';

const folder = mkdtempSync(join(tmpdir(), 'footnote-language-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Term {
  id: string;
  say: Record<string, { say: string }>;
}

describe('a third language', () => {
  it('is one file and a column of terms', () => {
    cpSync(knowledgeFolder(), folder, { recursive: true });
    const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
    const english = read<Record<string, unknown>>('sheet-en.json');
    const french = {
      ...english,
      language: 'fr',
      locale: 'fr-FR',
      title: 'Après votre visite',
      sentences: {
        ...(english['sentences'] as object),
        comeBack: 'Revenez {when}.',
        mayHave: 'Vous avez peut-être : {what}.',
      },
      units: { ...(english['units'] as object), week: ['semaine', 'semaines', 'quelques semaines'] },
      phrases: [{ match: 'in {n} {u}', say: 'dans {1} {2}', as: 'when' }],
    };
    writeFileSync(join(folder, 'sheet-fr.json'), JSON.stringify(french));
    const terms = read<{ rows: Term[] }>('sheet-terms.json');
    for (const row of terms.rows) if (row.id === 'migraine') row.say['fr'] = { say: 'migraine' };
    writeFileSync(join(folder, 'sheet-terms.json'), JSON.stringify(terms));

    const sheet = writeInstructions({
      facts: [
        makeFact('diagnosis', 'migraine', { certainty: 'hedged' }),
        makeFact('follow-up', 'come back in 2 weeks'),
        makeFact('advice', 'water the garden less'),
      ],
      language: 'fr',
      visit: {},
      knowledge: loadSheetKnowledge(folder),
    });
    const lines = sheet.sections.flatMap((section) => section.lines);
    expect(lines.filter((line) => line.language === 'fr').map((line) => line.text)).toEqual([
      'Vous avez peut-être : migraine.',
      'Revenez dans 2 semaines.',
    ]);
    expect(lines.filter((line) => line.language === 'en').map((line) => line.text)).toEqual([
      'Water the garden less.',
    ]);
  });
});
