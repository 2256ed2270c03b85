export { makeBench, makeVerifier, noteText, verifyNote, type Verifier } from './verify.ts';
export { doubtedLines } from './sheet-doubts.ts';
export { noteFlags } from './note-flags.ts';
export { sentencesByLine } from './placed-items.ts';
export { lineRisks } from './line-risks.ts';
export { loadReviewKnowledge, type ReviewKnowledge } from './knowledge.ts';
