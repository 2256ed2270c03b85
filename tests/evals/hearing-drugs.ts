import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { Transcript } from '../../shared/contract/transcript.ts';
import { footnoteFolders } from '../../shared/platform/folders.ts';
import { footnote } from './footnote-run.ts';
import type { EvalPart, EvalRow } from './table.ts';

const run = promisify(execFile);

const Sentences = z.object({
  sentences: z.array(
    z.object({ by: z.enum(['doctor', 'patient']), text: z.string(), drugs: z.array(z.string()) }),
  ),
});

/** Who speaks the sentences of the doctor and of the patient: four flite voices, each saying each half once. */
const CASTS = [
  ['rms', 'slt'],
  ['awb', 'kal16'],
  ['slt', 'rms'],
  ['kal16', 'awb'],
] as const;

const BARS = { charted: 70, uncharted: 30 } as const;

const Truth = z.object({
  turns: z.array(z.object({ start: z.number(), end: z.number(), text: z.string() })),
});

/** Engines place words loosely: so far (s) from its time a name counts as said there. */
const NEAR_SECONDS = 15;

const lettersIn = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[a-z]+/gu) ?? []);

const medication = (name: string, k: number) => ({
  resource: {
    resourceType: 'MedicationRequest',
    id: `m${String(k)}`,
    status: 'active',
    intent: 'order',
    subject: { reference: 'Patient/p' },
    medicationCodeableConcept: { text: name },
  },
});

const chartOf = (names: readonly string[]): unknown => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: [
    { resource: { resourceType: 'Patient', id: 'p', name: [{ text: 'Test Patient' }] } },
    ...names.map(medication),
  ],
});

const bareCli = (): string => {
  const engines = join(footnoteFolders().cache, 'engines');
  const built = readdirSync(engines)[0];
  if (built === undefined) throw new Error('no engine: run setup first');
  return join(engines, built, 'whisper-cli');
};

/** What whisper-cli makes of a file by itself: same model, beam and threads, no context carried over. */
const hearBare = async (wav: string): Promise<string> => {
  const model = join(footnoteFolders().cache, 'models', 'ggml-base-q8_0.bin');
  const flags = ['-l', 'en', '-t', '2', '-bs', '5', '-bo', '5', '-mc', '0', '-np', '-nt'];
  const { stdout } = await run(bareCli(), ['-m', model, '-f', wav, ...flags]);
  return stdout;
};

interface Misheard {
  readonly charted: number;
  readonly uncharted: number;
}

const fewer = (bare: number, ours: number): number => (100 * (bare - ours)) / (bare || 1);

/**
 * Drug terms: sixty sentences with the hundred commonest medicines, spoken by four voices, every second medicine in the
 * chart. `SHARED/eval/speak_visit.py` speaks them; `CASTS=1,3` hears the first and the third pair of voices only.
 */
export const hearingDrugs: EvalPart = {
  name: 'hearing-drugs',
  run: async ({ shared, out, say }) => {
    const source = resolve(import.meta.dirname, 'hearing/drug-sentences.json');
    const { sentences } = Sentences.parse(JSON.parse(await readFile(source, 'utf8')));
    const drugs = sentences.flatMap((sentence) => sentence.drugs);
    const charted = drugs.filter((_, k) => k % 2 === 0);
    await mkdir(out, { recursive: true });
    const chart = join(out, 'drugs-chart.json');
    await writeFile(chart, JSON.stringify(chartOf(charted)));
    const misheard = (text: string): Misheard => {
      const heard = lettersIn(text);
      const missing = drugs.filter((name) => !heard.has(name));
      const inChart = missing.filter((name) => charted.includes(name)).length;
      return { charted: inChart, uncharted: missing.length - inChart };
    };
    const dialogue = join(out, 'drugs.jsonl');
    const lines = sentences.map(({ by, text }) => ({ speaker: by, text }));
    await writeFile(dialogue, `${JSON.stringify({ id: 'drugs', dialogue: lines })}\n`);
    const none = { charted: 0, uncharted: 0 };
    const totals = { bare: { ...none }, ours: { ...none }, spoilt: 0, swapped: 0 };
    const wanted = process.env['CASTS']?.split(',').map(Number);
    const casts = CASTS.filter((_, k) => wanted?.includes(k + 1) ?? true);
    for (const [doctor, patient] of casts) {
      say(`drug terms, ${doctor} and ${patient}`);
      const wav = join(out, `drugs-${doctor}.wav`);
      const speak = join(shared, 'eval/speak_visit.py');
      await run('python3', [speak, dialogue, 'drugs', wav, '--doctor', doctor, '--patient', patient]);
      const visit = join(out, `drugs-${doctor}`);
      await footnote('visit', '--audio', wav, '--chart', chart, '--out', visit, '--language', 'en');
      const { turns } = Transcript.parse(JSON.parse(await readFile(join(visit, 'transcript.json'), 'utf8')));
      const bare = misheard(await hearBare(wav));
      const ours = misheard(turns.map(({ text }) => text).join(' '));
      for (const kind of ['charted', 'uncharted'] as const) {
        totals.bare[kind] += bare[kind];
        totals.ours[kind] += ours[kind];
      }
      // A restored word whose place held a medicine's right name already has made a right word wrong.
      totals.spoilt += turns
        .flatMap(({ words }) => words)
        .filter(({ heard, text }) => {
          const kept = lettersIn(text);
          return drugs.some((name) => heard !== undefined && lettersIn(heard).has(name) && !kept.has(name));
        }).length;
      const truth = Truth.parse(JSON.parse(await readFile(wav.replace('.wav', '.json'), 'utf8')));
      totals.swapped += turns
        .flatMap(({ words }) => words)
        .filter(({ heard, text, startMs }) => {
          const at = startMs / 1000;
          const near = truth.turns.filter(
            ({ start, end }) => start < at + NEAR_SECONDS && end > at - NEAR_SECONDS,
          );
          const said = lettersIn(near.map((turn) => turn.text).join(' '));
          return heard !== undefined && ![...lettersIn(text)].some((name) => said.has(name));
        }).length;
    }
    const of = (drugs.length / 2) * casts.length;
    const rows = (['charted', 'uncharted'] as const).map<EvalRow>((kind) => {
      const share = fewer(totals.bare[kind], totals.ours[kind]);
      return {
        figure: `drug terms misheard, ${kind}: fewer than the bare engine`,
        value: `${share.toFixed(0)} % (${String(totals.ours[kind])} for ${String(totals.bare[kind])} of ${String(of)})`,
        bar: `at least ${String(BARS[kind])} %`,
        met: share >= BARS[kind],
        data: `60 sentences of our own, ${String(casts.length * 2)} voices (flite), base q8_0; bounds tuned on them`,
      };
    });
    return [
      ...rows,
      {
        figure: 'right names written over',
        value: String(totals.spoilt),
        bar: 'none',
        met: totals.spoilt === 0,
        data: 'the same',
      },
      {
        figure: 'names written in that were not said there',
        value: String(totals.swapped),
        bar: 'none',
        met: totals.swapped === 0,
        data: `the same; said within ${String(NEAR_SECONDS)} s`,
      },
    ];
  },
};
