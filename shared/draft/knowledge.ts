import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { NoteTemplate } from '../contract/draft.ts';
import { type DrugLexicon, loadDrugs } from '../knowledge/drugs.ts';
import { loadLanguage } from '../language/index.ts';
import { type Lexicon, loadLexicon } from './lexicon.ts';

/** Everything that drafting knows besides the visit; loaded once and passed in. */
export interface DraftKnowledge {
  readonly lexicon: Lexicon;
  readonly drugs: DrugLexicon;
  readonly templates: ReadonlyMap<string, NoteTemplate>;
}

const RESOURCES = fileURLToPath(new URL('../../resources/', import.meta.url));
const SHIPPED_TEMPLATES = ['general'];

/** Reads what drafting needs below `resources`. Throws where a shipped file does not fit its shape: a fault of ours. */
export const loadDraftKnowledge = (resources: string = RESOURCES): DraftKnowledge => ({
  lexicon: loadLexicon(
    pathToFileURL(join(resources, 'knowledge/')),
    loadLanguage(join(resources, 'knowledge')),
  ),
  drugs: loadDrugs(join(resources, 'knowledge')),
  templates: new Map(
    SHIPPED_TEMPLATES.map((name) => [
      name,
      NoteTemplate.parse(JSON.parse(readFileSync(join(resources, 'templates', `${name}.json`), 'utf8'))),
    ]),
  ),
});
