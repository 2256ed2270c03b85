import type { NoteTemplate } from '../../shared/contract/draft.ts';
import { OwnTemplate } from '../../shared/contract/settings.ts';

/** A section template from the text of a file; undefined where it is none. Its id says that it is the clinic's own. */
export const readTemplate = (text: string): NoteTemplate | undefined => {
  try {
    const read = OwnTemplate.safeParse(JSON.parse(text));
    return read.success ? { ...read.data, id: `own-${read.data.id}` } : undefined;
  } catch {
    return undefined;
  }
};
