import { doctorCommand } from '../../../contract/commands.ts';
import { succeed } from '../../../contract/errors.ts';
import { doctor as examine } from '../../../setup/doctor.ts';
import { speakerModelCheck, speakerModelState } from '../../speaker-model.ts';
import { cliCommand } from '../command.ts';
import { about } from '../failure.ts';

const MARKS = { good: 'ok', warn: 'slow', bad: 'WRONG' } as const;

export const doctor = cliCommand({
  operation: doctorCommand,
  run: async () => {
    const checks = about(await examine());
    if (!checks.ok) return checks;
    return succeed({ checks: [...checks.value, speakerModelCheck(await speakerModelState())] });
  },
  say: ({ checks }, terminal) => {
    for (const check of checks) terminal.print(`${MARKS[check.state].padEnd(6)} ${check.text}`);
  },
});
