export { makeVerifier, noteText, verifyNote, type Verifier } from './verify.ts';
export { loadReviewKnowledge, type ReviewKnowledge } from './knowledge.ts';
