import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadTemplate } from '../../../shared/draft/index.ts';
import { draftKnowledge, draftOf, linesOf, type Line } from '../../fixtures/draft/spoken-visit.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footnote-template-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const VISIT: readonly Line[] = [
  ['doctor', 'What brings you in?'],
  ['patient', 'I have a sore knee since Sunday.'],
  ['doctor', 'Any fever?'],
  ['patient', 'No.'],
  ['doctor', 'Any clicking in the knee?'],
  ['patient', 'Yes.'],
  ['doctor', "I'm going to order an x-ray of the knee and I'd like to see you again in two weeks."],
];

const titles = (template?: string): readonly string[] => {
  const chosen = template === undefined ? undefined : draftKnowledge().templates.get(template);
  return draftOf(VISIT, chosen ? { template: chosen } : {}).note.sections.map((section) => section.title);
};

it('specialties have their own titles and phrasing', () => {
  expect(titles()).toContain('HISTORY OF PRESENT ILLNESS');
  expect(titles('orthopedics')).toContain('INJURY AND SYMPTOMS');
  expect(titles('mental-health')).toContain('FORMULATION AND PLAN');
  const orthopedics = draftKnowledge().templates.get('orthopedics');
  expect(linesOf(draftOf(VISIT, orthopedics ? { template: orthopedics } : {}))).toContain('Denies fever.');
});

it("a user's own template is read from a file: order, titles, phrasing, and no line lost", () => {
  const path = join(folder, 'mine.json');
  const own = {
    id: 'mine',
    name: 'Plan first',
    source: 'me',
    date: '2026-11-25',
    sections: [
      { id: 'plan', title: 'WHAT WE DO', takes: [] },
      { id: 'rest', title: 'WHAT WAS SAID', takes: ['symptom'] },
    ],
    phrasing: { denial: 'Without', report: 'Has' },
  };
  writeFileSync(path, JSON.stringify(own));
  const template = loadTemplate(path);
  const draft = draftOf(VISIT, template ? { template } : {});
  expect(draft.note.sections.map((section) => section.title)).toEqual(['WHAT WE DO', 'WHAT WAS SAID']);
  expect(linesOf(draft)).toContain('Without fever.');
  expect(linesOf(draft)).toContain('Has clicking in the knee.');
  expect(linesOf(draft)).toHaveLength(linesOf(draftOf(VISIT)).length);
});

it('a file that is no template is said to be none', () => {
  const path = join(folder, 'broken.json');
  writeFileSync(path, '{"sections": [}');
  expect(loadTemplate(path)).toBeUndefined();
  writeFileSync(path, '{"id": "x"}');
  expect(loadTemplate(path)).toBeUndefined();
});
