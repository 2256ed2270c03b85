import { setupCommand } from '../../../contract/commands.ts';
import { succeed } from '../../../contract/errors.ts';
import { cliCommand } from '../command.ts';
import { about } from '../failure.ts';
import { setUpSpeech } from '../speech.ts';

export const setup = cliCommand({
  operation: setupCommand,
  run: async (input, context) => {
    const installed = about(await setUpSpeech(input, context));
    if (!installed.ok) return installed;
    const { model, engine } = installed.value;
    return succeed({ model: model.name, engine: `${engine.name} ${engine.version}`, path: model.path });
  },
  say: ({ model, engine, path }, terminal) => {
    terminal.print(`Ready: speech model ${model} (${path}), engine ${engine}.`);
  },
});
