import { loadAnalytes, type Analytes } from './analytes.ts';
import { loadDrugs, type DrugLexicon } from './drugs.ts';
import { knowledgeFolder } from './folder.ts';
import { loadProblemList, type ProblemList } from './problem-list.ts';
import { loadRules, type ClinicalRules } from './rules.ts';

/** Everything the chart's brief, its cautions and its conflicts stand on. Load once, pass on. */
export interface Knowledge {
  readonly drugs: DrugLexicon;
  readonly analytes: Analytes;
  readonly rules: ClinicalRules;
  readonly problemList: ProblemList;
}

/** `drugs` is for a caller that has the lexicon already. */
export const loadKnowledge = (
  folder: string = knowledgeFolder(),
  drugs: DrugLexicon = loadDrugs(folder),
): Knowledge => ({
  drugs,
  analytes: loadAnalytes(folder),
  rules: loadRules(folder),
  problemList: loadProblemList(folder),
});
