import { expect, it } from 'vitest';
import type { Gap } from '../../../shared/contract/transcript.ts';
import { flagsOfRecording } from '../../../shared/hosts/recording-flags.ts';
import { sampleTranscript } from '../../fixtures/drafted-visit.ts';

const withGap = (reason: Gap['reason']) => ({
  ...sampleTranscript(),
  turns: [],
  gaps: [{ startMs: 0, endMs: 9_000, reason }],
});

it('does not call a recording silent that the engine failed to hear', () => {
  const [failed, ...others] = flagsOfRecording(withGap('engine-failed'));
  expect(others).toEqual([]);
  expect(failed).toMatchObject({ kind: 'gap', severity: 'interrupt' });
  expect(failed?.message).toContain('the speech engine failed there; the recording is kept');
  expect(flagsOfRecording(withGap('not-speech'))[0]?.message).toContain('No speech was found');
});
