import type { Evidence } from '../../contract/evidence.ts';
import type { Drug } from '../../contract/fact.ts';
import type { Standing } from './standing.ts';

/** What the sheet says of one medicine, gathered from every fact about it. */
export interface MedicineStatement {
  readonly drug: Drug;
  readonly standing: Standing;
  readonly isConditional: boolean;
  readonly facts: readonly string[];
  readonly evidence: readonly Evidence[];
}
