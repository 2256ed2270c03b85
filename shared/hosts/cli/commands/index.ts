import type { RunnableCommand } from '../command.ts';
import { audit } from './audit.ts';
import { backup } from './backup.ts';
import { bench } from './bench.ts';
import { brief } from './brief.ts';
import { doctor } from './doctor.ts';
import { draft } from './draft.ts';
import { models } from './models.ts';
import { serve } from './serve.ts';
import { setup } from './setup.ts';
import { transcribe } from './transcribe.ts';
import { verify } from './verify.ts';
import { visit } from './visit.ts';

/** Every command, in the order `--help` lists them. */
export const commands: readonly RunnableCommand[] = [
  setup,
  visit,
  transcribe,
  draft,
  verify,
  brief,
  bench,
  serve,
  audit,
  backup,
  models,
  doctor,
];
