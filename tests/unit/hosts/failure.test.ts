import { describe, expect, it } from 'vitest';
import { refuse } from '../../../shared/contract/errors.ts';
import { complain, fileRefusal, sentence } from '../../../shared/hosts/cli/failure.ts';
import type { Terminal } from '../../../shared/hosts/cli/terminal.ts';

const listening = (): { readonly told: string[]; readonly terminal: Terminal } => {
  const told: string[] = [];
  const quiet = (): void => undefined;
  return {
    told,
    terminal: {
      interactive: false,
      print: quiet,
      tell: (line) => told.push(line),
      progress: quiet,
      ask: () => Promise.resolve(false),
      secret: () => Promise.resolve(''),
    },
  };
};

describe('a refusal as a person reads it', () => {
  it('names the file and fills in the counts', () => {
    const { error } = refuse('batch-line', { line: 7 });
    expect(sentence({ error, about: 'visits.jsonl' })).toBe(
      'visits.jsonl: line 7 does not have the expected shape; nothing was written',
    );
  });

  it('gives the exit status of its table, as a sentence or as JSON', () => {
    const { told, terminal } = listening();
    const complaint = { error: refuse('weights-missing').error };
    expect(complain(terminal, complaint, false)).toBe(4);
    expect(complain(terminal, complaint, true)).toBe(4);
    expect(told[0]).toMatch(/run setup/);
    expect(JSON.parse(told[1] ?? '')).toMatchObject({ error: { code: 'weights-missing' } });
  });
});

describe('what the file system says', () => {
  const said = (code: string): Error => Object.assign(new Error('/home/someone/secret.wav'), { code });

  it('becomes a refusal without the path', () => {
    expect(fileRefusal(said('ENOENT'), 'reading').error.code).toBe('file-missing');
    expect(fileRefusal(said('EROFS'), 'writing').error.code).toBe('out-unwritable');
    expect(fileRefusal(said('ENOSPC'), 'writing').error.code).toBe('disk-full');
    expect(JSON.stringify(fileRefusal(said('ENOENT'), 'reading'))).not.toContain('secret');
  });

  it('is thrown on when it is a bug of ours', () => {
    expect(() => fileRefusal(said('EBADF'), 'reading')).toThrow();
  });
});
