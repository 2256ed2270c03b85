import { succeed } from '../../contract/errors.ts';
import type { plainWordsOperations } from '../../contract/plain-words.ts';
import type { AppContext, HandlersOf } from './context.ts';

export const plainWordsHandlers = ({
  desk,
  services,
}: AppContext): HandlersOf<keyof typeof plainWordsOperations> => ({
  'words.plain': ({ text }) => {
    const at = desk.enter('read-visit');
    return at.ok ? succeed({ terms: [...services.stages.plainWords(text)] }) : at;
  },
});
