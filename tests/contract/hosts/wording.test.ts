import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelTask } from '../../../shared/contract/drafters.ts';
import { succeed } from '../../../shared/contract/errors.ts';
import type { Note } from '../../../shared/contract/note.ts';
import type { ModelShelf } from '../../../shared/hosts/app/services.ts';
import { modelShelf } from '../../../shared/hosts/model-shelf.ts';
import { appForFile } from '../../support/app-in-hooks.ts';
import { letPass } from '../../support/model-passes.ts';
import {
  answerWith,
  startModelServer,
  type Answering,
  type ModelServer,
} from '../../support/model-server.ts';

const MODEL = 'scripted';
const OUTSIDE = 'llm.clinic.test';

interface Question {
  readonly ask?: string;
  readonly lines?: readonly { readonly id: string; readonly text: string }[];
  readonly turns?: readonly { readonly n: number; readonly text: string }[];
}

/** Says "twice" for the dose where it is told to be wrong, joins where it is told to join, and else puts "So:" before. */
const writes: Answering = (response, asked, count) => {
  const question = JSON.parse(asked.body.messages.at(-1)?.content ?? '{}') as Question;
  if (question.turns) {
    const feet = question.turns.find(({ text }) => text.includes('feet tingle'));
    const because = feet ? [{ turn: feet.n, quote: 'My feet tingle a little at night' }] : [];
    const explanations = [
      { name: 'Diabetic neuropathy', for: because, against: [] },
      { name: 'Spinal stenosis', for: [{ turn: 1, quote: 'pain in both legs when walking' }], against: [] },
    ];
    answerWith({ explanations })(response, asked, count);
    return;
  }
  const lines = (question.lines ?? []).map(({ id, text }) => ({
    from: [id],
    text: question.ask === 'be wrong' ? text.replace(/\d+ mg/g, '7 mg') : `So: ${text}`,
  }));
  answerWith({ lines })(response, asked, count);
};

let folder = '';
let server: ModelServer;
/** Where the model is said to be: a host outside cannot be asked here, so one on this machine answers for it. */
let outside = false;
const tasks: ModelTask[] = ['rewrite', 'plainer', 'differential'];
const passes = (): string => join(folder, 'passes.json');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'footnote-wording-'));
  server = await startModelServer([writes]);
  await letPass(passes(), { name: MODEL, host: server.host }, tasks);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});
const shelf = (): ModelShelf => {
  const known = modelShelf(passes());
  return {
    ...known,
    open: async (...asked) => {
      const opened = await known.open(...asked);
      if (!outside || !opened.ok || !opened.value) return opened;
      return succeed({ ...opened.value, identity: { ...opened.value.identity, host: OUTSIDE } });
    },
  };
};
const work = appForFile({ services: () => ({ models: shelf() }) });

const linesOf = (note: Note | undefined) => (note?.sections ?? []).flatMap(({ items }) => items);
const metformin = async (visit: string) => {
  const { note } = await work.ask('visits.open', { visit });
  return linesOf(note).find(({ text }) => /metformin.* mg/i.test(text))!;
};

describe('other words by a language model', () => {
  it('are asked of none until one is chosen for it, and then of that one, which the visit names', async () => {
    const visit = await work.drafted();
    const { id, text } = await metformin(visit);
    const ask = { visit, document: 'note', lines: [id], task: 'rewrite' as const, ask: 'friendlier' };
    expect(await work.codeOf('words.reword', ask)).toBe('model-not-set');
    const chosen = { drafter: 'server' as const, url: server.url, model: MODEL, contextTokens: 16_000 };
    await work.asAdministrator(() => work.ask('connections.set-model', { ...chosen, tasks }));
    expect(await work.codeOf('words.reword', { ...ask, task: 'message' })).toBe('model-not-passed');
    expect(server.asked).toHaveLength(0);

    const proposal = await work.ask('words.reword', ask);
    expect(proposal).toMatchObject({ lines: [{ text: `So: ${text}`, from: [id] }], kept: [], model: MODEL });
    const view = await work.ask('visits.open', { visit });
    expect(linesOf(view.note).find((line) => line.id === id)?.text).toBe(text);
    expect(view.models).toContainEqual(expect.objectContaining({ name: MODEL, host: server.host }));
    const { events } = await work.asAdministrator(() => work.ask('audit.view', { visit }));
    expect(events.some(({ kind }) => kind === 'model-asked')).toBe(true);
  });

  it('that say something else are put aside; lines of others and of another language are not asked about', async () => {
    const visit = await work.drafted();
    const { id, text } = await metformin(visit);
    const ask = { visit, document: 'note', lines: [id], task: 'rewrite' as const };
    expect(await work.ask('words.reword', { ...ask, ask: 'be wrong' })).toMatchObject({
      lines: [{ text, from: [id] }],
      kept: [id],
      altered: [id],
    });
    const asked = server.asked.length;
    expect(await work.codeOf('words.reword', { ...ask, lines: ['nobody'] })).toBe('line-missing');
    const { instructions } = await work.ask('visits.open', { visit });
    const spanish = instructions
      .find(({ language }) => language === 'es')
      ?.sections.flatMap((one) => one.lines);
    const plainer = { visit, document: 'instructions.es', task: 'plainer' } as const;
    expect(await work.codeOf('words.reword', { ...plainer, lines: [spanish![0]!.id] })).toBe(
      'language-refused',
    );
    expect(server.asked).toHaveLength(asked);
  });

  it('are asked of another computer only where the sheet says so', async () => {
    const visit = await work.drafted();
    const { id } = await metformin(visit);
    outside = true;
    const asked = server.asked.length;
    expect(
      await work.codeOf('words.reword', { visit, document: 'note', lines: [id], task: 'rewrite', ask: 'x' }),
    ).toBe('model-not-on-sheet');
    expect(await work.codeOf('explanations.propose', { visit })).toBe('model-not-on-sheet');
    expect(server.asked).toHaveLength(asked);
    outside = false;
  });
});

describe('explanations by a language model', () => {
  it('come with words that were said, and without them not at all; none is in the note', async () => {
    const visit = await work.drafted();
    const { suggestions, model } = await work.ask('explanations.propose', { visit });
    expect(model).toBe(MODEL);
    expect(suggestions.map(({ text }) => text)).toEqual(['Diabetic neuropathy']);
    expect(suggestions[0]?.for[0]?.text).toMatch(/feet tingle a little at night/i);
    const { note } = await work.ask('visits.open', { visit });
    expect(JSON.stringify(note)).not.toMatch(/neuropathy/i);
  });
});
