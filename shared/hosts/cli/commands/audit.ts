import { join } from 'node:path';
import { auditCommand } from '../../../contract/commands.ts';
import { refuse } from '../../../contract/errors.ts';
import type { AuditReport, Finding } from '../../../contract/vault.ts';
import { diskFiles } from '../../../platform/file-port.ts';
import { footnoteFolders } from '../../../platform/folders.ts';
import { verifyRecord } from '../../../vault/verify-record.ts';
import { cliCommand } from '../command.ts';
import { about } from '../failure.ts';

const findingLine = ({ what, visit, entry }: Finding): string =>
  [what, visit && `visit ${visit}`, entry !== undefined && `entry ${String(entry)}`]
    .filter(Boolean)
    .join(', ');

const counts = ({ visits, entries, segments }: AuditReport): string =>
  `${String(visits)} visits, ${String(entries)} entries, ${String(segments)} sealed sound files`;

export const audit = cliCommand({
  operation: auditCommand,
  run: async ({ dir, json }, { terminal }) => {
    const folder = dir ?? join(footnoteFolders().data, 'vault');
    const checked = await verifyRecord(diskFiles, folder);
    if (!checked.ok) return about(checked, folder);
    const { findings } = checked.value;
    if (findings.length === 0) return checked;
    // What was found is the result; that something was found is the failure a script looks at.
    if (json) terminal.print(JSON.stringify(checked.value));
    else {
      terminal.print(counts(checked.value));
      for (const finding of findings) terminal.print(findingLine(finding));
    }
    return about(refuse('record-findings', { found: findings.length }), folder);
  },
  say: (report, terminal) => {
    terminal.print(`${counts(report)}: every chain holds and every file is the one its entry names.`);
    terminal.print('Entries were not opened: that needs a passphrase, in the app.');
  },
});
