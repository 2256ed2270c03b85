import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const DIALOGUE = ['any fever ? my knee is sore', 'no . lisinopril forty milligrams , left knee'];

/** The faults that the independent check counts in one drafted line citing the whole of the second turn. */
const faults = (text: string): Record<string, number> => {
  const folder = mkdtempSync(join(tmpdir(), 'lexical-'));
  try {
    const [transcripts, drafts] = [join(folder, 'a'), join(folder, 'b')];
    const end = DIALOGUE[1]?.length ?? 0;
    const item = {
      id: 'i1',
      text,
      facts: [],
      evidence: [{ source: 'transcript', turn: 't2', start: 0, end }],
    };
    const dialogue = DIALOGUE.map((line) => ({ speaker: 'patient', text: line }));
    writeFileSync(transcripts, JSON.stringify({ id: 'v', dialogue }));
    writeFileSync(drafts, JSON.stringify({ id: 'v', sections: [{ id: 's', title: 'HPI', items: [item] }] }));
    const args = ['tests/evals/lexical-check.py', '--transcripts', transcripts, '--drafts', drafts];
    const printed = JSON.parse(execFileSync('python3', args, { encoding: 'utf8' })) as {
      kinds: Record<string, number>;
    };
    return printed.kinds;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

it.each([
  ['Lisinopril 40 mg; denies fever; left knee.', {}],
  ['Lisinopril 20 mg.', { number: 1 }],
  ['Warfarin 40 mg.', { drug: 1 }],
  ['Right knee.', { side: 1 }],
])('%s', (text, expected) => {
  expect(faults(text)).toEqual(expected);
});
