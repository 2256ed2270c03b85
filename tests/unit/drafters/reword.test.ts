import { afterEach, describe, expect, it } from 'vitest';
import { rewordThrough } from '../../support/model-draft.ts';
import { answerWith, failWith, startModelServer, type ModelServer } from '../../support/model-server.ts';
import { codeOf, good } from '../../support/record-fixture.ts';

let server: ModelServer | undefined;
afterEach(async () => {
  await server?.close();
});

const LINES = [
  { id: 'a', text: 'Takes metformin 500 mg twice a day.' },
  { id: 'b', text: 'No chest pain.' },
  { id: 'c', text: 'Pain in the left knee.' },
  { id: 'd', text: 'Mother has diabetes.' },
];
const withAnswer = async (...lines: readonly { text: string; from: string[] }[]) => {
  server = await startModelServer([answerWith({ lines })]);
  return good(await rewordThrough(LINES, server));
};

describe('lines in other words', () => {
  it('stand where only words differ, each with the lines that it was made of', async () => {
    const { lines, kept } = await withAnswer(
      { text: 'The patient does not have chest pain.', from: ['b'] },
      { text: 'Is taking metformin 500 mg two times a day, and the left knee hurts.', from: ['a', 'c'] },
    );
    expect(kept).toEqual(['d']);
    expect(lines.map(({ from }) => from)).toEqual([['a', 'c'], ['b'], ['d']]);
    expect(lines[2]?.text).toBe('Mother has diabetes.');
  });

  it.each([
    ['another dose', 'a', 'Takes metformin 1000 mg twice a day.'],
    ['another medicine', 'a', 'Takes metoprolol 500 mg twice a day.'],
    ['a denial lost', 'b', 'Has chest pain.'],
    ['the other side', 'c', 'Pain in the right knee.'],
    ['a side lost', 'c', 'Pain in the knee.'],
    ['another person', 'd', 'Has diabetes.'],
    ['nothing', 'b', ' '],
  ])('are put aside for %s: the line stands as it was', async (_what, id, text) => {
    const { lines, kept, altered } = await withAnswer({ text, from: [id] });
    expect(kept).toContain(id);
    expect(altered).toEqual(text.trim() === '' ? [] : [id]);
    expect(lines.map((line) => line.text)).toEqual(LINES.map((line) => line.text));
  });

  it('refer to lines that are there, each once', async () => {
    const { lines } = await withAnswer(
      { text: 'No pain in the chest.', from: ['b', 'b'] },
      { text: 'There is no chest pain.', from: ['b'] },
      { text: 'Start aspirin.', from: ['zzz'] },
    );
    expect(lines.map(({ text }) => text)).toEqual([
      'Takes metformin 500 mg twice a day.',
      'No pain in the chest.',
      'Pain in the left knee.',
      'Mother has diabetes.',
    ]);
  });

  it('are not changed at all where the model fails', async () => {
    server = await startModelServer([failWith(401)]);
    expect(codeOf(await rewordThrough(LINES, server))).toBe('model-refused');
  });
});
