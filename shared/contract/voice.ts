import { z } from 'zod';
import { SpeakerModelIdentity } from './speaker-model.ts';
import { Done, operation, type Operation } from './operation.ts';

/**
 * How a clinician's voice sounds on average: the mean of what is measured in each voiced frame of 32 ms (cepstral
 * coefficients 1 to 16, then the pitch in octaves), over `frames` of them. It holds nothing of what was said. Where a
 * speaker model was installed it also holds the mean of that model's vectors, which no other model's are compared with.
 */
export const VoicePrint = z
  .object({
    version: z.literal(1),
    mean: z.array(z.number()).length(17),
    frames: z.number().int().positive(),
    embedding: z
      .object({ model: SpeakerModelIdentity, mean: z.array(z.number()).min(1).max(4_096) })
      .strict()
      .optional(),
  })
  .strict();
export type VoicePrint = z.infer<typeof VoicePrint>;

/** What the record tells of a print: kept as a setting, without the print itself. `agreed` are the words shown. */
export const VoiceKept = z
  .object({ at: z.iso.datetime(), visits: z.number().int().positive(), agreed: z.string().max(2_000) })
  .strict();
export type VoiceKept = z.infer<typeof VoiceKept>;

const nothing = z.object({}).strict();
const atDesk = ['vault-closed', 'role-refused', 'session-locked', 'session-ended', 'disk-full'] as const;

export const voiceOperations = {
  'voice.get': operation({
    name: 'voice.get',
    summary: 'whether Footnote knows the voice of the person signed in, and since when',
    input: nothing,
    output: z.object({ kept: VoiceKept.optional() }),
    errors: atDesk,
  }),
  'voice.learn': operation({
    name: 'voice.learn',
    summary:
      'learns the voice of the clinician signed in from the latest visits that she approved; kept in the record of this machine only',
    /** The words that were shown and agreed to. */
    input: z.object({ agreed: z.string().trim().min(1).max(2_000) }).strict(),
    output: z.object({ kept: VoiceKept }),
    errors: ['voice-too-little', ...atDesk],
  }),
  'voice.forget': operation({
    name: 'voice.forget',
    summary: 'destroys what is kept of the voice of the person signed in',
    input: nothing,
    output: Done,
    errors: atDesk,
  }),
} as const satisfies Record<string, Operation>;
