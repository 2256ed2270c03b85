import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { succeed } from '../../shared/contract/errors.ts';
import { makeAppHost } from '../../shared/hosts/app/app-host.ts';
import { composeStages } from '../../shared/hosts/compose.ts';
import { startLoopback } from '../../shared/hosts/loopback/start-loopback.ts';
import { diskFiles } from '../../shared/platform/file-port.ts';
import { silentLog } from '../../shared/platform/log.ts';
import { knownServices, sampleAudio, sampleChart, sampleTranscript } from '../fixtures/drafted-visit.ts';

/**
 * The app in a browser, in a process of its own that may be killed at any time: real record, real disk, real drafting;
 * only the listening is the sample's script. Says its link on standard output.
 */
const folder = process.argv[2] ?? '';
const known = knownServices();
const app = makeAppHost({
  services: {
    ...known,
    stages: {
      ...composeStages(),
      transcribe: () => Promise.resolve(succeed(sampleTranscript())),
      listen: known.stages.listen,
    },
  },
  vault: { files: diskFiles, folder: join(folder, 'vault'), machine: 'desk 4', now: () => new Date() },
  host: 'browser',
  version: '0.0.0',
  log: silentLog,
  sample: () => Promise.resolve({ audio: sampleAudio(), chart: sampleChart() }),
});
const pages = await mkdtemp(join(folder, 'pages-'));
await writeFile(join(pages, 'index.html'), 'here');
const { link } = await startLoopback({ app, pages, log: silentLog });
process.stdout.write(`${link()}\n`);
// It ends with whoever started it.
process.stdin.on('end', () => process.exit(0)).resume();
