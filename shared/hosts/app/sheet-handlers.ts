import { refuse, succeed } from '../../contract/errors.ts';
import type { sheetOperations } from '../../contract/review.ts';
import type { RecordedChange } from '../../contract/vault.ts';
import type { AppContext, HandlersOf } from './context.ts';
import { askedElsewhere, sheetVisit } from './draft-entry.ts';
import { editing, writeEdit } from './edit-handlers.ts';

export const sheetHandlers = (context: AppContext): HandlersOf<keyof typeof sheetOperations> => ({
  'sheet.put-back': async ({ visit, fact, isOn }) => {
    const at = await editing(context, visit);
    if (!at.ok) return at;
    const { record, clinic } = at.value;
    const read = await context.reader.read(record);
    if (!read.ok) return read;
    const { facts, chart } = read.value;
    const { documents, createdAt, models } = record.state();
    const askedHost = askedElsewhere(models);
    const about = { facts, chart, visit: { ...sheetVisit(clinic.settings(), createdAt), askedHost } };
    const changes = Object.entries(documents).flatMap(([document, sheet]): RecordedChange[] => {
      if (!('language' in sheet)) return [];
      const anew = context.services.stages.putBack({ ...about, sheet, fact, isOn });
      return anew === sheet ? [] : [{ op: 'rewritten', document, sheet: anew }];
    });
    if (changes.length === 0) return refuse('line-missing');
    return writeEdit(context, at.value, { changes, stale: [], fresh: [] });
  },
  'sheet.plain': async ({ visit, text }) => {
    const at = await context.desk.atVisit('edit', visit);
    if (!at.ok) return at;
    const { text: plain, replaced } = context.services.stages.plainly(text);
    return succeed({ text: plain, replaced: replaced.map((each) => ({ ...each })) });
  },
});
