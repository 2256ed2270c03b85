// npm run evals -- --drill: the real add-on and the real weights that FOOTNOTE_MODEL_ADDON and FOOTNOTE_MODEL_FILE name,
// through the driver: an answer by the schema, a question cancelled in mid-answer and what memory the machine has back,
// speech heard alone and beside the model, and whole visits drafted. The model need not have passed anything: what it
// writes is nobody's note.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { BatchDialogue } from '../../shared/contract/batch.ts';
import type { LanguageModel } from '../../shared/contract/drafters.ts';
import { composeStages } from '../../shared/hosts/compose.ts';
import { commandLineGround, openModel } from '../../shared/hosts/drafters.ts';
import { makeEngine } from '../../shared/hosts/engine.ts';
import { findInstalled } from '../../shared/setup/run.ts';
import { promptOf } from '../../shared/transcribe/words/prompt.ts';
import { samplesOf } from '../fixtures/spoken.ts';

type Say = (line: string) => void;

const SAMPLES = resolve(import.meta.dirname, '../../resources/samples');
const WINDOW = 30 * 16_000;
/** Pairs of windows, one alone and one beside the model, so that both meet the same load of the machine. */
const PAIRS = 4;
/** A whole visit is given up after this here, as it is after half an hour in the app. */
const LONGEST_MS = 300_000;

const Answer = z.object({ complaint: z.string(), side: z.enum(['left', 'right']).nullable() });
const never = (): AbortSignal => new AbortController().signal;
const question = {
  task: 'draft' as const,
  system: 'Say what the patient complains of, as JSON.',
  messages: [{ role: 'user' as const, content: 'Patient: my left ear hurts.' }],
};

/** MB of memory that the model's process holds, by Linux' own count; 0 once it is gone. */
const heldMb = (): number => {
  const own = readdirSync('/proc').flatMap((pid) => {
    try {
      const isOurs = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('local-worker.mjs');
      const status = isOurs ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
      const isChild = status.includes(`PPid:\t${String(process.pid)}\n`);
      return isChild ? [Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024] : [];
    } catch {
      // It has ended, or is no process.
      return [];
    }
  });
  return Math.round(own.reduce((sum, mb) => sum + mb, 0));
};

const endless = (model: LanguageModel, signal: AbortSignal, onProgress?: () => void) =>
  model.generate({
    ...question,
    maxTokens: 1000,
    schema: z.object({ story: z.array(z.string()).min(100) }),
    signal,
    ...(onProgress ? { onProgress } : {}),
  });

const answerAndCancel = async (model: LanguageModel, say: Say): Promise<void> => {
  const answer = await model.generate({ ...question, schema: Answer, maxTokens: 80, signal: never() });
  say(
    answer.ok ? `answered by the schema in ${String(answer.value.ms)} ms` : `refused: ${answer.error.code}`,
  );
  say(`its process holds ${String(heldMb())} MB`);
  const stop = new AbortController();
  let asked = 0;
  const cancelled = await endless(model, stop.signal, () => {
    asked ||= performance.now();
    stop.abort();
  });
  const took = (performance.now() - asked).toFixed(0);
  say(
    `${cancelled.ok ? 'not cancelled' : cancelled.error.code} after ${took} ms; its process holds ${String(heldMb())} MB`,
  );
};

/** One whole visit, the model's lines beside the built-in ones: what it kept, what was thrown out and why. */
const draftWhole = async (model: LanguageModel, name: string, raw: unknown, say: Say): Promise<boolean> => {
  const stages = composeStages();
  const transcript = stages.transcriptOf(BatchDialogue.parse(raw));
  const embedded = stages.draft(transcript, undefined);
  const signal = AbortSignal.timeout(LONGEST_MS);
  const { note, facts, report } = await stages.draftWith(model, {
    transcript,
    chart: undefined,
    embedded,
    signal,
  });
  const { parts, failed, requests, reason = 'none', lines, ms } = report;
  const built = new Map(
    embedded.note.sections.flatMap(({ items }) => items.map((one) => [one.id, one.text])),
  );
  const others = note.sections.flatMap(({ items }) => items).filter(({ drafter }) => drafter !== 'model');
  const unmarked = others.filter(({ id, text }) => built.get(id) !== text);
  say(
    `${name}: ${(ms / 1000).toFixed(0)} s, ${String(requests)} questions, ${String(failed)} of ${String(parts)} parts failed (${reason}); ` +
      `lines kept ${String(lines.kept)}, held ${String(lines.held)}, built-in ${String(others.length)} of ${String(built.size)}; ` +
      `new facts ${String(facts.length - embedded.facts.length)}; unmarked lines that are not the built-in ones ${String(unmarked.length)}`,
  );
  return unmarked.length === 0;
};

/** Median seconds of a window of the sample heard alone, and of the same window heard while the model writes. */
const besideSpeech = async (model: LanguageModel, say: Say): Promise<void> => {
  const installed = await findInstalled('base-q8_0', 'native');
  if (!installed.ok) throw new Error(installed.error.message);
  const engine = makeEngine(installed.value, 'native');
  const samples = await samplesOf(join(SAMPLES, 'visit.flac'));
  const hear = async (at: number): Promise<number> => {
    const begun = performance.now();
    const window = samples.slice(at * WINDOW, (at + 1) * WINDOW);
    const heard = await engine.listen({ samples: window, language: 'en', prompt: promptOf('en', []) });
    if (!heard.ok) throw new Error(heard.error.code);
    return (performance.now() - begun) / 1000;
  };
  try {
    await hear(0);
    const pairs: (readonly [alone: number, beside: number])[] = [];
    for (let at = 0; at < PAIRS; at += 1) {
      const alone = await hear(at);
      const stop = new AbortController();
      let writes: () => void = () => undefined;
      const writing = new Promise<void>((done) => (writes = done));
      const answer = endless(model, stop.signal, writes);
      await writing;
      pairs.push([alone, await hear(at)]);
      stop.abort();
      await answer;
    }
    for (const [alone, beside] of pairs)
      say(
        `30 s of speech: alone ${alone.toFixed(1)} s, beside the model ${beside.toFixed(1)} s, ${(beside / alone).toFixed(2)} times`,
      );
  } finally {
    await engine.close();
  }
};

/** The command: true where no line came into a note unmarked. */
export const runLocalModelDrill = async (shared: string, say: Say): Promise<boolean> => {
  const opened = await openModel('local-model', commandLineGround());
  if (!opened.ok || !opened.value) {
    say(opened.ok ? 'no model is named' : opened.error.message);
    return false;
  }
  const model = opened.value;
  const sample = JSON.parse(readFileSync(join(SAMPLES, 'visit.json'), 'utf8')) as { turns: unknown };
  const [train = ''] = readFileSync(join(shared, 'data/aci_train.jsonl'), 'utf8').split('\n');
  try {
    await answerAndCancel(model, say);
    await besideSpeech(model, say);
    const first = await draftWhole(model, 'the sample', { id: 'sample', dialogue: sample.turns }, say);
    return (await draftWhole(model, 'an ACI-Bench train visit', JSON.parse(train), say)) && first;
  } finally {
    await model.close();
  }
};
