import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Evidence } from '../../../shared/contract/evidence.ts';
import { Flag } from '../../../shared/contract/flag.ts';
import { Instructions } from '../../../shared/contract/instructions.ts';
import { Manifest } from '../../../shared/contract/manifest.ts';
import { Note } from '../../../shared/contract/note.ts';
import { Transcript } from '../../../shared/contract/transcript.ts';
import { sha256 } from '../../../shared/platform/hash.ts';
import { footnote, projectRoot, temporaryFolder, type Ran } from '../../fixtures/footnote.ts';

// The main job, as the README's first command runs it: the sample visit, the real engine, the default model.
const folder = temporaryFolder();
const out = join(folder.path, 'out');
const samples = join(projectRoot, 'resources/samples');
let ran: Ran;

const text = (name: string): string => readFileSync(join(out, name), 'utf8');
const parsed = <Schema extends z.ZodType>(schema: Schema, name: string): z.output<Schema> =>
  schema.parse(JSON.parse(text(name)));

beforeAll(async () => {
  const audio = join(samples, 'visit.flac');
  ran = await footnote(['visit', '--audio', audio, '--chart', join(samples, 'chart.json'), '--out', out]);
});
afterAll(folder.remove);

it('ends well, says where the drafts are and how long each stage took', () => {
  expect(ran.stderr).not.toMatch(/something went wrong/);
  expect(ran.status).toBe(0);
  expect(ran.stdout).toContain(out);
  expect(ran.stdout).toMatch(/transcribe\s+\d/);
  expect(ran.stdout).toMatch(/draft\s+\d/);
});

it('writes every file that the interface lists, for this user only, each marked as a draft', () => {
  const expected = [
    'brief.html',
    'brief.json',
    'brief.md',
    'flags.json',
    'instructions.en.html',
    'instructions.en.json',
    'instructions.en.md',
    'instructions.es.html',
    'instructions.es.json',
    'instructions.es.md',
    'manifest.json',
    'note.json',
    'note.md',
    'suggestions.json',
    'suggestions.md',
    'transcript.json',
    'transcript.vtt',
  ];
  expect(readdirSync(out).sort()).toEqual(expected);
  for (const name of expected) {
    expect(statSync(join(out, name)).mode & 0o777).toBe(0o600);
    if (/\.(md|html|vtt)$/.test(name)) expect(text(name), name).toMatch(/DRAFT|BORRADOR/);
  }
});

it('names the hash of every file in the manifest', () => {
  const manifest = parsed(Manifest, 'manifest.json');
  const others = readdirSync(out).filter((name) => name !== 'manifest.json');
  expect(Object.keys(manifest.files).sort()).toEqual(others.sort());
  for (const name of others) expect(manifest.files[name]).toBe(sha256(readFileSync(join(out, name))));
  expect(manifest.models[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
});

describe('evidence', () => {
  const words = (evidence: Evidence, transcript: Transcript, chart: z.infer<typeof Bundle>): string => {
    if (evidence.source === 'transcript') {
      const turn = transcript.turns.find(({ id }) => id === evidence.turn);
      return turn?.text.slice(evidence.start, evidence.end) ?? '';
    }
    if (evidence.source !== 'chart') return '';
    const [type, id] = evidence.resource.split('/');
    const found = chart.entry.find(
      ({ resource }) => resource.resourceType === type && resource.id === id,
    )?.resource;
    const steps = evidence.path.split('/').slice(1);
    const value = steps.reduce<unknown>(
      (at, step) => (at as Record<string, unknown> | undefined)?.[step],
      found,
    );
    return value === undefined ? '' : JSON.stringify(value);
  };
  const Bundle = z.object({
    entry: z.array(z.object({ resource: z.looseObject({ resourceType: z.string(), id: z.string() }) })),
  });

  it('stands under every line of the note and leads to words said or a charted entry', () => {
    const transcript = parsed(Transcript, 'transcript.json');
    const chart = Bundle.parse(JSON.parse(readFileSync(join(samples, 'chart.json'), 'utf8')));
    const note = parsed(Note, 'note.json');
    expect(note.transcript).toBe(sha256(text('transcript.json')));
    const items = note.sections.flatMap((section) => section.items);
    expect(items.length).toBeGreaterThan(10);
    for (const item of items) {
      for (const evidence of item.evidence)
        expect(words(evidence, transcript, chart), item.text).not.toBe('');
    }
  });

  it('stands under every line of the sheet that says something about the visit', () => {
    for (const language of ['en', 'es']) {
      const sheet = parsed(Instructions, `instructions.${language}.json`);
      const lines = sheet.sections
        .flatMap((section) => section.lines)
        .filter((line) => line.facts.length > 0);
      expect(lines.length).toBeGreaterThan(5);
      for (const line of lines) expect(line.evidence.length, line.text).toBeGreaterThan(0);
      expect(sheet.readability.grade).toBeTypeOf('number');
    }
  });
});

describe('what the sample plants', () => {
  const noteSection = (id: RegExp): string =>
    parsed(Note, 'note.json')
      .sections.filter((section) => id.test(section.title))
      .flatMap((section) => section.items.map((item) => item.text))
      .join('\n');

  it('chest pain is denied, not reported', () => {
    expect(text('note.md')).toMatch(/(no|denies|without)[^.]*chest pain/i);
  });

  it('the stroke is the mother’s', () => {
    expect(text('note.md')).toMatch(/mother[^.]*stroke/i);
    expect(text('note.md')).not.toMatch(/patient (had|has had) a stroke|history of stroke/i);
  });

  it('the new metformin dose stands in the plan', () => {
    expect(noteSection(/plan/i)).toMatch(/metformin[^.]*1,?000 ?mg/i);
  });

  it('the lisinopril dose said and the one charted are set against each other', () => {
    const conflicts = parsed(z.array(Flag), 'flags.json').filter((flag) => flag.kind === 'chart-conflict');
    const lisinopril = conflicts.find((flag) => /lisinopril/i.test(flag.message));
    expect(lisinopril?.message).toMatch(/10 mg/);
    expect(lisinopril?.message).toMatch(/20 mg/);
    expect(new Set(lisinopril?.evidence.map(({ source }) => source))).toEqual(
      new Set(['transcript', 'chart']),
    );
  });

  it('the sheet tells the patient about the changed medicine and when to come back', () => {
    expect(text('instructions.en.md')).toMatch(/metformin/i);
    expect(text('instructions.en.md')).toMatch(/6 weeks/i);
    // A medicine keeps the name that stands on the bottle (see shared/DECISIONS.md).
    expect(text('instructions.es.md')).toMatch(/metformin/i);
    expect(text('instructions.es.md')).toMatch(/6 semanas/i);
  });

  it('the brief shows the charted allergy and the A1c', () => {
    expect(text('brief.md')).toMatch(/penicillin/i);
    expect(text('brief.md')).toMatch(/A1c/i);
  });
});
