import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  clauseSpans,
  isQuestion,
  loadLanguage,
  makeSynonyms,
  readAnswer,
  readContext,
  readSides,
  splitClauses,
  splitSentences,
  tokenise,
} from '../../../shared/language/index.ts';

const language = loadLanguage();
const negated = (text: string): string[] => {
  const tokens = tokenise(text);
  return readContext(tokens, language).flatMap((context, k) =>
    context.negated && tokens[k]?.kind === 'word' ? [tokens[k].norm] : [],
  );
};

describe('tokens', () => {
  it('joins what recognisers write apart, over the whole span', () => {
    const text = 'I did n’t sleep, gon na rest';
    const tokens = tokenise(text);
    expect(tokens.map((token) => token.norm)).toEqual(['i', "didn't", 'sleep', ',', 'gonna', 'rest']);
    expect(text.slice(tokens[1]!.start, tokens[1]!.end)).toBe('did n’t');
  });

  it('reads other scripts and emoji without losing its place', () => {
    const text = 'боль 🤕 в спине 40mg';
    for (const token of tokenise(text)) expect(text.slice(token.start, token.end)).toBe(token.text);
    expect(tokenise(text).map((token) => token.norm)).toContain('40');
  });
});

describe('sentences and clauses', () => {
  it('keeps titles together and ends at line ends', () => {
    const text = 'Seen by Dr. Moss. Pain is better!\n- Rest';
    expect(splitSentences(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'Seen by Dr. Moss.',
      'Pain is better!',
      '- Rest',
    ]);
  });

  it('cuts raw recogniser text where speech starts anew', () => {
    const text =
      'my ankle has been swollen since sunday and i have been icing it but it still hurts at night';
    expect(clauseSpans(text, language).map(({ start, end }) => text.slice(start, end))).toEqual([
      'my ankle has been swollen since sunday',
      'and i have been icing it',
      'but it still hurts at night',
    ]);
  });

  it('covers every token once, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const tokens = tokenise(text);
        const covered = splitClauses(tokens, language).flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, k) => first + k),
        );
        expect(covered).toEqual(tokens.map((_, k) => k));
      }),
    );
  });
});

describe('context', () => {
  it('denies every item of a list', () => {
    expect(negated('She denies cough, wheeze, or chest pain.')).toEqual([
      'cough',
      'wheeze',
      'or',
      'chest',
      'pain',
    ]);
  });
  it('does not take an answering no for a denial of what follows', () => {
    expect(negated('no i have a sore throat')).toEqual([]);
    expect(negated('no sore throat')).toEqual(['sore', 'throat']);
  });
  it('stops at but', () => {
    expect(negated('no fever but my head aches')).toEqual(['fever']);
  });
  it('is not misled by phrases that only look like denials', () => {
    expect(negated('no problem taking the tablets')).toEqual([]);
    expect(negated('not only nausea')).toEqual([]);
  });
  it('reads a denial in two words and after the finding', () => {
    expect(negated('I have n’t had any rash')).toContain('rash');
    expect(negated('edema is absent')).toContain('edema');
  });
  it('names who a statement is about', () => {
    const tokens = tokenise('my mother had gout. i have asthma');
    const contexts = readContext(tokens, language);
    expect(contexts[tokens.findIndex((token) => token.norm === 'gout')]?.relation).toBe('mother');
    expect(contexts[tokens.findIndex((token) => token.norm === 'asthma')]?.relation).toBeUndefined();
  });
});

describe('questions, answers, sides', () => {
  it.each([
    ['okay and do you have any itching', true],
    ['have you noticed blood', true],
    ['the wrist is tender', false],
    ['you stopped it, right?', true],
  ])('%s', (text, expected) => {
    expect(isQuestion(tokenise(text), language)).toBe(expected);
  });
  it.each([
    ['um no not that i noticed', 'no'],
    ['well yeah at night', 'yes'],
    ['i think so', 'unsure'],
    ['it started on monday', 'none'],
    ["no i don't", 'no'],
  ])('%s', (text, expected) => {
    expect(readAnswer(tokenise(text), language)).toBe(expected);
  });
  it('finds sides of the body only', () => {
    const sides = (text: string) => readSides(tokenise(text), language).map(({ side }) => side);
    expect(sides('all right the left elbow hurts right now')).toEqual(['left']);
    expect(sides('is that right ?')).toEqual([]);
    expect(sides('pain on the right')).toEqual(['right']);
    expect(sides('both knees, and she left early')).toEqual(['both']);
  });
  it('knows everyday and clinical names, and UK spelling', () => {
    const synonyms = makeSynonyms(language);
    expect(synonyms.of(language.stem('abdomen'))).toContainEqual([language.stem('tummy')]);
    expect(language.stem('oedema')).toBe(language.stem('edema'));
  });
});
