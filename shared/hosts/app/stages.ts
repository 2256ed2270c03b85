import type { Chart } from '../../contract/chart.ts';
import type { Result } from '../../contract/errors.ts';
import type { Fact } from '../../contract/fact.ts';
import type { Flag } from '../../contract/flag.ts';
import type { Instructions } from '../../contract/instructions.ts';
import type { Note } from '../../contract/note.ts';
import type { Transcript } from '../../contract/transcript.ts';

/** The part of the composed stages that a window's visit needs; `compose.ts` makes the real ones. */
export interface AppStages {
  readonly transcribe: (request: {
    readonly audioPath: string;
    readonly model: string;
    readonly engine: undefined;
    readonly language: 'en' | 'es' | 'auto';
    readonly signal: AbortSignal;
    /** 0..1 */
    readonly onProgress: (share: number) => void;
  }) => Promise<Result<Transcript>>;
  readonly readChart: (bytes: Uint8Array) => Result<Chart>;
  readonly draft: (
    transcript: Transcript,
    chart: Chart | undefined,
  ) => { readonly facts: readonly Fact[]; readonly note: Note; readonly flags: readonly Flag[] };
  readonly conflicts: (facts: readonly Fact[], chart: Chart) => readonly Flag[];
  readonly instructions: (
    facts: readonly Fact[],
    chart: Chart | undefined,
    language: 'en' | 'es',
  ) => Instructions;
}
