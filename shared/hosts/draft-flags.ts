import type { Brief } from '../contract/brief.ts';
import type { Chart } from '../contract/chart.ts';
import type { Flag } from '../contract/flag.ts';
import type { Transcript } from '../contract/transcript.ts';
import { flagsOfRecording, numberFlags } from './recording-flags.ts';
import type { Stages, VisitDraft } from './stages.ts';
import { flagsOfWords } from './word-flags.ts';

/**
 * What a reader of a fresh draft should look at, by every stage that doubts: drafter, chart against visit, verifier,
 * brief, words that may have been misheard, passages that were not heard.
 */
export const flagsOfDraft = (
  stages: Pick<Stages, 'conflicts' | 'review'>,
  { facts, note, flags }: VisitDraft,
  transcript: Transcript,
  chart: Chart | undefined,
  brief?: Brief,
): readonly Flag[] =>
  numberFlags([
    ...flags,
    ...(chart ? stages.conflicts(facts, chart) : []),
    ...stages.review(transcript, chart, note),
    ...(brief?.flags ?? []),
    ...flagsOfWords(transcript, note),
    ...flagsOfRecording(transcript),
  ]);
