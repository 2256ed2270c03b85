import type { Stage } from '../../contract/app.ts';
import type { Chart } from '../../contract/chart.ts';
import type { Result } from '../../contract/errors.ts';
import type { Flag } from '../../contract/flag.ts';
import type { Instructions } from '../../contract/instructions.ts';
import type { Note } from '../../contract/note.ts';
import type { Transcript } from '../../contract/transcript.ts';

/** What the stages make of a recording. `drafted` is absent where no speech was found: nothing is drafted from silence. */
export interface VisitDrafts {
  readonly transcript: Transcript;
  readonly drafted?: { readonly note: Note; readonly instructions: readonly Instructions[] } | undefined;
  readonly flags: readonly Flag[];
}

/** The part of the composed stages that a window's visit needs. */
export interface AppServices {
  readonly readChart: (bytes: Uint8Array) => Result<Chart>;
  readonly runVisit: (request: {
    readonly audioPath: string;
    readonly chart: Chart | undefined;
    readonly language: 'en' | 'es' | 'auto';
    readonly signal: AbortSignal;
    /** `share` is 0..1 of that stage. */
    readonly onProgress: (stage: Stage, share: number) => void;
  }) => Promise<Result<VisitDrafts>>;
}
