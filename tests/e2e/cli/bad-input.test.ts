import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Flag } from '../../../shared/contract/flag.ts';
import { Transcript } from '../../../shared/contract/transcript.ts';
import { sha256 } from '../../../shared/platform/hash.ts';
import { footnote, projectRoot, temporaryFolder, type Ran } from '../../fixtures/footnote.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder.path, name);
const sample = join(projectRoot, 'resources/samples/visit.flac');
const chart = join(projectRoot, 'resources/samples/chart.json');
// The small model: these tests ask what happens to bad input, not how well a word is heard.
const quick = ['--model', 'tiny.en-q8_0'];

const sox = (...args: readonly string[]): void => {
  execFileSync('sox', [...args], { stdio: 'pipe' });
};
const firstSeconds = (name: string, seconds: number, ...format: readonly string[]): string => {
  sox(sample, ...format, at(name), 'trim', '0', String(seconds));
  return at(name);
};
const visit = (audio: string, out: string, ...more: readonly string[]): Promise<Ran> =>
  footnote(['visit', '--audio', audio, '--out', out, ...quick, ...more]);

/** One sentence, no stack, the file named, nothing left behind. */
const expectRefused = (ran: Ran, exit: number, out: string, words: RegExp): void => {
  expect(ran.stderr.trim().split('\n').at(-1)).toMatch(words);
  expect(ran.stderr).not.toMatch(/\n\s+at |Error:|undefined/);
  expect(ran.status).toBe(exit);
  expect(existsSync(out)).toBe(false);
  expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).toEqual([]);
};

beforeAll(() => {
  expect(existsSync(sample)).toBe(true);
});
afterAll(folder.remove);

describe('a recording that cannot be used', () => {
  it('is refused when it is not audio', async () => {
    writeFileSync(at('letter.wav'), 'Dear colleague, this is a letter and not a recording.\n'.repeat(50));
    expectRefused(await visit(at('letter.wav'), at('o1')), 3, at('o1'), /letter\.wav: .*not audio/);
  });

  it('is refused when it is empty', async () => {
    writeFileSync(at('empty.wav'), '');
    expectRefused(await visit(at('empty.wav'), at('o2')), 3, at('o2'), /empty\.wav: .*empty/);
  });

  it('is refused when it has a header and no sound', async () => {
    sox('-n', '-r', '16000', '-c', '1', at('zero.wav'), 'trim', '0', '0');
    expectRefused(await visit(at('zero.wav'), at('o3')), 3, at('o3'), /zero\.wav: .*empty/);
  });

  it('is refused when it is not there', async () => {
    expectRefused(
      await visit(at('nowhere.wav'), at('o4')),
      3,
      at('o4'),
      /nowhere\.wav: there is no such file/,
    );
  });
});

describe('a recording of an unusual kind is converted', () => {
  it.each([
    ['8-bit', ['-b', '8']],
    ['96 kHz', ['-r', '96000']],
    ['stereo', ['-c', '2']],
    ['5.1', ['-c', '6']],
  ])('%s', async (name, format) => {
    const audio = firstSeconds(`${name.replace(/\W/g, '')}.wav`, 7, ...format);
    const before = sha256(readFileSync(audio));
    const ran = await footnote(['transcribe', '--audio', audio, '--out', at(`${name}.json`), ...quick]);
    expect(ran.stderr).not.toMatch(/fault/);
    expect(ran.status).toBe(0);
    const heard = Transcript.parse(JSON.parse(readFileSync(at(`${name}.json`), 'utf8')));
    expect(heard.turns.map((turn) => turn.text).join(' ')).toMatch(/diabetes/i);
    expect(sha256(readFileSync(audio))).toBe(before);
  });
});

it('says that silence held no speech, keeps the recording and drafts nothing', async () => {
  sox('-n', '-r', '16000', '-c', '1', at('silence.wav'), 'trim', '0', '8');
  const ran = await visit(at('silence.wav'), at('silent'));
  expect(ran.status).toBe(0);
  expect(`${ran.stdout}${ran.stderr}`).toMatch(/no speech/i);
  expect(existsSync(at('silent/note.json'))).toBe(false);
  const flags = Flag.array().parse(JSON.parse(readFileSync(at('silent/flags.json'), 'utf8')));
  expect(flags.map((flag) => flag.kind)).toEqual(['gap']);
  expect(existsSync(at('silence.wav'))).toBe(true);
});

it('uses what is there of a recording that was cut off, and says so', async () => {
  const audio = firstSeconds('cut.wav', 9);
  truncateSync(audio, Math.floor(statSync(audio).size * 0.75));
  const ran = await visit(audio, at('cut'));
  expect(ran.status).toBe(0);
  const flags = Flag.array().parse(JSON.parse(readFileSync(at('cut/flags.json'), 'utf8')));
  expect(flags.some((flag) => flag.kind === 'gap' && /cut off|ends early/i.test(flag.message))).toBe(true);
  expect(readFileSync(at('cut/transcript.json'), 'utf8')).toMatch(/diabetes/i);
});

describe('a chart that cannot be used', () => {
  const withChart = (name: string, content: string): Promise<Ran> => {
    writeFileSync(at(name), content);
    return visit(sample, at(`out-${name}`), '--chart', at(name));
  };

  it('is refused when it is not JSON', async () => {
    expectRefused(
      await withChart('scan.json', '%PDF-1.7 a scan'),
      3,
      at('out-scan.json'),
      /scan\.json: .*neither JSON nor XML/,
    );
  });

  it('is refused when it is not FHIR', async () => {
    const ran = await withChart('list.json', '{"shopping":["bread"]}');
    expectRefused(ran, 3, at('out-list.json'), /list\.json: .*not a FHIR/);
  });

  it('is refused when it holds two patients', async () => {
    const bundle = JSON.parse(readFileSync(chart, 'utf8')) as { entry: unknown[] };
    bundle.entry.push({
      resource: { resourceType: 'Patient', id: 'another', name: [{ family: 'Nakamura' }] },
    });
    const ran = await withChart('two.json', JSON.stringify(bundle));
    expectRefused(ran, 3, at('out-two.json'), /two\.json: .*more than one patient/);
    expect(ran.stderr).not.toMatch(/Nakamura|Delgado/);
  });
});

describe('a place that cannot be written', () => {
  it('is refused before any work is done', async () => {
    writeFileSync(at('a-file'), 'in the way');
    const ran = await visit(sample, at('a-file/out'));
    expect(ran.status).toBe(3);
    expect(ran.stderr).toMatch(/a-file\/out: the output folder cannot be written/);
    expect(readFileSync(at('a-file'), 'utf8')).toBe('in the way');
  });

  it('is refused when the disk is full, with nothing half-written', async () => {
    const small = at('small-disk');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', small]);
    try {
      const ran = await visit(firstSeconds('short.wav', 7), join(small, 'out'), '--chart', chart);
      expect(ran.status).toBe(3);
      expect(ran.stderr).toMatch(/the disk is full/);
      expect(readdirSync(small)).toEqual([]);
    } finally {
      execFileSync('umount', [small]);
    }
  });
});

describe('wrong usage', () => {
  it.each([
    [['visit']],
    [['visit', '--audio', sample, '--out', at('x'), '--language', 'klingon']],
    [['juggle']],
  ])('%j exits 2 with a sentence', async (args) => {
    const ran = await footnote(args);
    expect(ran.status).toBe(2);
    expect(ran.stderr).not.toMatch(/\n\s+at /);
  });

  it('gives the error as JSON when asked', async () => {
    const ran = await visit(at('nowhere.wav'), at('o9'), '--json');
    expect(JSON.parse(ran.stderr)).toMatchObject({ error: { code: 'file-missing' } });
  });
});

it('says that a model is missing, and what brings it, when it may not fetch it', async () => {
  const ran = await footnote(['visit', '--audio', sample, '--out', at('o10'), '--model', 'no-such-model']);
  expect(ran.status).toBe(2);
  expect(ran.stderr).toMatch(/no speech model of that name/);
});
