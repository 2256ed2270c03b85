export { tokenise, type Token } from './tokens.ts';
export { splitSentences, splitClauses, clauseSpans, type Clause, type Span } from './sentences.ts';
export { readQuantities, writeDigits, type Quantity } from './numbers.ts';
export { makePhrases, type Phrases } from './phrases.ts';
export { hasDenial, readContext, type TokenContext } from './context.ts';
export { isQuestion, readAnswer, readInlineAnswer, type Answer } from './questions.ts';
export { readSides } from './sides.ts';
export { makeSynonyms, type Synonyms } from './synonyms.ts';
export { loadLanguage, type Language } from './language.ts';
