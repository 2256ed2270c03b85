import { existsSync, readFileSync } from 'node:fs';
import type { Turn } from '../../shared/contract/transcript.ts';

/** A line of the evaluation sets. */
export interface Visit {
  readonly id: string;
  readonly dialogue: readonly { readonly speaker: string; readonly text: string }[];
  readonly note: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface Perturbation {
  readonly id: string;
  readonly kind: string;
  readonly original: string;
  readonly changed: string;
}

export const sharedFolder = (): string => process.env['FOOTNOTE_SHARED'] ?? '../shared';
export const dataFolder = (): string => `${sharedFolder()}/data`;
export const hasData = (): boolean => existsSync(`${dataFolder()}/aci_valid.jsonl`);

export const readRows = <T>(file: string): T[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => JSON.parse(line) as T);

const SPEAKERS: Readonly<Record<string, Turn['speaker']>> = {
  doctor: 'clinician',
  clinician: 'clinician',
  patient: 'patient',
  patient_guest: 'other',
  other: 'other',
};

/** Written dialogues as turns: no times, no words. */
export const turnsOf = (dialogue: Visit['dialogue']): Turn[] =>
  dialogue.map(({ speaker, text }, index) => ({
    id: `t${index + 1}`,
    speaker: SPEAKERS[speaker] ?? 'unknown',
    startMs: 0,
    endMs: 0,
    text,
    words: [],
  }));
