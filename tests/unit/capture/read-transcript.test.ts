import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTranscript } from '../../../shared/capture/import-transcripts/read-transcript.ts';
import type { Transcript } from '../../../shared/contract/transcript.ts';
import { healthScribeTranscript } from '../../../shared/deliver/formats/healthscribe.ts';
import { renderVtt } from '../../../shared/deliver/transcript-vtt.ts';
import { codeOf, good } from '../../support/record-fixture.ts';

const bytes = (value: unknown): Uint8Array =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value), 'utf8');
const turnsOf = (value: unknown): readonly (readonly [string, string])[] =>
  good(readTranscript(bytes(value))).turns.map(({ speaker, text }) => [speaker, text]);

const TWO = [
  ['clinician', 'Any pain today?'],
  ['patient', 'No, none.'],
] as const;

const OURS: Transcript = {
  version: 1,
  language: 'en',
  durationMs: 4_000,
  engine: { name: 'native', version: '1', model: 'base', sha256: 'ab' },
  turns: [
    { id: 't1', speaker: 'clinician', startMs: 0, endMs: 1_500, text: 'Any pain today?', words: [] },
    { id: 't2', speaker: 'patient', startMs: 1_500, endMs: 4_000, text: 'No, none. <3 & more', words: [] },
  ],
  gaps: [],
};

describe('a transcript from elsewhere', () => {
  it('is read from HealthScribe JSON, with its times', () => {
    const read = good(readTranscript(bytes(healthScribeTranscript(OURS))));
    expect(
      read.turns.map(({ speaker, text, startMs, endMs }) => ({ speaker, text, startMs, endMs })),
    ).toEqual(OURS.turns.map(({ speaker, text, startMs, endMs }) => ({ speaker, text, startMs, endMs })));
    expect(read.durationMs).toBe(4_000);
  });

  it('is read from WebVTT as we write it, and with names before a colon', () => {
    expect(turnsOf(renderVtt(OURS))).toEqual(OURS.turns.map(({ speaker, text }) => [speaker, text]));
    const named =
      'WEBVTT\n\n00:01.000 --> 00:02.000\nDoctor: Any pain today?\n\n00:02.000 --> 00:03.500\nPatient: No, none.\n';
    expect(turnsOf(named)).toEqual(TWO);
  });

  it('is read from SubRip', () => {
    const srt =
      '1\n00:00:01,000 --> 00:00:02,000\nDoctor: Any pain today?\n\n2\n00:00:02,000 --> 00:00:03,500\nPatient: No, none.\n';
    expect(turnsOf(srt)).toEqual(TWO);
  });

  it.each([
    [
      'turns',
      {
        turns: [
          { speaker: 'Doctor', text: 'Any pain today?' },
          { speaker: 'Patient', text: 'No, none.' },
        ],
      },
    ],
    [
      'a bare list',
      [
        { role: 'provider', content: 'Any pain today?' },
        { role: 'patient', content: 'No, none.' },
      ],
    ],
    [
      'a transcript inside',
      {
        transcript: {
          turns: [
            { speakerRole: 'Clinician', text: 'Any pain today?', startTimeMs: 5 },
            { speakerRole: 'PATIENT', text: 'No, none.' },
          ],
        },
      },
    ],
  ])('is read from JSON with %s', (_what, value) => {
    expect(turnsOf(value)).toEqual(TWO);
  });

  it.each([
    'Doctor: Any pain today?\nPatient: No, none.\n',
    '\uFEFFDR. OKAFOR: Any pain today?\r\nPT: No,\r\nnone.\r\n',
    '[00:00:12] Doctor: Any pain today?\n[00:00:15] Patient: No, none.',
    'Clinician (0:12): Any pain today?\nPatient (0:15): No, none.',
  ])('is read from plain text: %j', (text) => {
    expect(turnsOf(text)).toEqual(TWO);
  });

  it('leaves no word out that stands before a colon and is no speaker', () => {
    expect(turnsOf('The plan is: rest and ice.')).toEqual([['unknown', 'The plan is: rest and ice.']]);
    expect(turnsOf('Allergies: penicillin.')).toEqual([['unknown', 'Allergies: penicillin.']]);
  });

  it('tells numbered speakers from roles, and the patient from who came along', () => {
    const text =
      'Speaker 1: Any pain?\nSpeaker 2: No.\nPatient guest: He had some yesterday.\nMother: He did.';
    expect(turnsOf(text)).toEqual([
      ['unknown', 'Any pain?'],
      ['unknown', 'No.'],
      ['other', 'He had some yesterday. He did.'],
    ]);
  });

  it.each([
    ['nothing', ''],
    ['blank lines', ' \n\n '],
    ['JSON of another kind', '{"resourceType": "Bundle"}'],
    ['no cues', 'WEBVTT\n\n'],
  ])('is refused when it holds %s', (_what, text) => {
    expect(codeOf(readTranscript(bytes(text)))).toBe('transcript-unreadable');
  });

  it('is refused when it is not text', () => {
    const sound = readFileSync(new URL('../../../resources/samples/visit.flac', import.meta.url));
    expect(codeOf(readTranscript(sound))).toBe('transcript-unreadable');
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.string().map((text) => bytes(text)),
          fc.json().map((text) => bytes(text)),
        ),
        (any) => {
          readTranscript(any);
        },
      ),
    );
  });
});
