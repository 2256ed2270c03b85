import { describe, expect, it } from 'vitest';
import type { Transcript } from '../../../shared/contract/transcript.ts';
import { renderVtt, vttTime } from '../../../shared/deliver/transcript-vtt.ts';

const transcript: Transcript = {
  version: 1,
  language: 'en',
  durationMs: 3_700_000,
  engine: { name: 'made', version: '1', model: 'made', sha256: '0' },
  turns: [
    { id: 't1', speaker: 'clinician', startMs: 0, endMs: 1500, text: 'Is it < 5 --> or more?', words: [] },
    {
      id: 't2',
      speaker: 'patient',
      startMs: 3_661_005,
      endMs: 3_662_000,
      text: 'More.\n\nI think',
      words: [],
    },
    { id: 't3', speaker: 'other', startMs: 0, endMs: 0, text: 'never heard', words: [] },
  ],
  gaps: [],
};

describe('transcript.vtt', () => {
  it('has a cue with a voice for every turn that was heard', () => {
    expect(renderVtt(transcript)).toBe(
      [
        'WEBVTT',
        '',
        'NOTE DRAFT: speech recognised by software, not checked',
        '',
        't1',
        '00:00:00.000 --> 00:00:01.500',
        '<v Clinician>Is it &lt; 5 --&gt; or more?',
        '',
        't2',
        '01:01:01.005 --> 01:01:02.000',
        '<v Patient>More. I think',
        '',
      ].join('\n'),
    );
  });
  it('counts hours', () => {
    expect(vttTime(36_000_000)).toBe('10:00:00.000');
  });
});
