import { resolve } from 'node:path';
import { backupCommand } from '../../../contract/commands.ts';
import { refuse, succeed, type Result } from '../../../contract/errors.ts';
import { diskFiles } from '../../../platform/file-port.ts';
import { restoreBackup, writeBackup } from '../../../vault/backup.ts';
import { recordPlace } from '../../record-place.ts';
import { cliCommand } from '../command.ts';
import { about, type Outcome } from '../failure.ts';
import { openRecordAs } from '../record.ts';
import type { Terminal } from '../terminal.ts';

const BACKUP_PASSPHRASE = 'Passphrase of the backup:';

const orUnwritable = (work: Promise<Result<void>>): Promise<Result<void>> =>
  // A folder that is not there or may not be written to; everything else is already a refusal.
  work.catch(() => refuse('out-unwritable'));

const make = async (
  file: string,
  as: string | undefined,
  terminal: Terminal,
): Promise<Outcome<{ readonly bytes: number }>> => {
  const opened = await openRecordAs(as, terminal, 'back-up');
  if (!opened.ok) return opened;
  const { clinic, who, close } = opened.value;
  try {
    const { folder } = await recordPlace();
    const passphrase = await terminal.secret(BACKUP_PASSPHRASE);
    const written = await orUnwritable(writeBackup(diskFiles, folder, file, passphrase));
    if (!written.ok) return about(written, file);
    const told = await clinic.record.tell({ kind: 'backup-made' }, who.person);
    return told.ok ? succeed({ bytes: (await diskFiles.size(file)) ?? 0 }) : about(told, folder);
  } finally {
    await close();
  }
};

const restore = async (file: string, terminal: Terminal): Promise<Outcome<{ readonly bytes: number }>> => {
  const { folder } = await recordPlace();
  const passphrase = await terminal.secret(BACKUP_PASSPHRASE);
  const restored = await orUnwritable(restoreBackup(diskFiles, file, folder, passphrase, []));
  return restored.ok
    ? succeed({ bytes: (await diskFiles.size(file)) ?? 0 })
    : about(restored, restored.error.code === 'vault-exists' ? folder : file);
};

export const backup = cliCommand({
  operation: backupCommand,
  run: ({ action, file, as }, { terminal }) =>
    action === 'make' ? make(resolve(file), as, terminal) : restore(resolve(file), terminal),
  say: ({ bytes }, terminal) => {
    terminal.print(`Done: the backup has ${String(bytes)} bytes.`);
  },
});
