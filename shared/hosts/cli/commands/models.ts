import { modelsCommand } from '../../../contract/commands.ts';
import { refuse, succeed } from '../../../contract/errors.ts';
import { listModels, removeModel } from '../../../setup/models.ts';
import { cliCommand } from '../command.ts';
import { about } from '../failure.ts';
import { setUpSpeech } from '../speech.ts';

export const models = cliCommand({
  operation: modelsCommand,
  run: async ({ action, name }, context) => {
    if (action !== 'list' && name === undefined) return about(refuse('usage'));
    if (action === 'get') {
      const brought = about(await setUpSpeech({ model: name ?? '' }, context));
      if (!brought.ok) return brought;
    }
    if (action === 'remove') {
      const removed = about(await removeModel(name ?? ''));
      if (!removed.ok) return removed;
    }
    const listed = about(await listModels());
    return listed.ok ? succeed({ models: [...listed.value] }) : listed;
  },
  say: ({ models: list }, terminal) => {
    for (const model of list) {
      const size = `${String(Math.round(model.bytes / 1e6))} MB`;
      const mark = model.isDefault ? ' (default)' : '';
      terminal.print(`${model.name.padEnd(22)}${size.padStart(8)}  ${model.state}${mark}`);
    }
  },
});
