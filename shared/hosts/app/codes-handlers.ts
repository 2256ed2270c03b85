import type { codeOperations } from '../../contract/codes.ts';
import { succeed } from '../../contract/errors.ts';
import { loadCodeBook, offerCodes, type CodeBook } from '../../deliver/codes/offer-codes.ts';
import type { AppContext, HandlersOf } from './context.ts';

export const codeHandlers = (context: AppContext): HandlersOf<keyof typeof codeOperations> => {
  let book: CodeBook | undefined;
  return {
    'codes.offer': async ({ visit }) => {
      const at = await context.desk.atVisit('read-visit', visit);
      if (!at.ok) return at;
      const content = await context.reader.read(at.value.record);
      if (!content.ok) return content;
      book ??= loadCodeBook();
      return succeed({ offers: [...offerCodes(content.value.facts, book)] });
    },
  };
};
