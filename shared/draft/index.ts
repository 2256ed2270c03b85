export { dialogueToTranscript } from './dialogue-to-transcript.ts';
export { draftVisit } from './draft-visit.ts';
export { type DraftKnowledge, loadDraftKnowledge, loadTemplate } from './knowledge.ts';
export { renderNoteText } from './note/render-note-text.ts';
