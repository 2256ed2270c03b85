import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { loadLanguage, readQuantities, tokenise, writeDigits } from '../../../shared/language/index.ts';

const language = loadLanguage();
const read = (text: string): string[] =>
  readQuantities(tokenise(text), language)
    .filter((quantity) => !quantity.weak)
    .map((quantity) => quantity.value + (quantity.unit ? ` ${quantity.unit}` : ''));
const digits = (text: string): string => writeDigits(text, tokenise(text), language).text;

describe('spoken numbers', () => {
  it.each([
    ['her pressure was one hundred and forty over ninety', ['140/90']],
    ['one forty over ninety', ['140/90']],
    ['two and a half tablets', ['2.5 tablet']],
    ['since twenty twenty', ['2020']],
    ['in nineteen eighty five', ['1985']],
    ['in two thousand and nine', ['2009']],
    ['point five milligrams', ['0.5 mg']],
    ['thirty seven point two degrees', ['37.2 degree']],
    ['temp of 98 . 6 today', ['98.6']],
    ['five hundred milligrams twice a day', ['500 mg', '2 time']],
    ['half a tablet', ['0.5 tablet']],
    ['a hundred micrograms', ['100 mcg']],
    ['twenty-five years', ['25 year']],
    ['a 50-year-old', ['50 year']],
    ['a couple of weeks', ['2 week']],
    ['seven out of ten', ['7/10']],
    ['on march third', ['3']],
    ['the 3rd of may', ['3']],
    ['one oh five', ['105']],
    ['twenty thirty minutes', ['20', '30 minute']],
    ['two or three days', ['2', '3 day']],
    ['1,200 mg', ['1200 mg']],
    ['six percent', ['6 %']],
    ['this one hurts', []],
    ['', []],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('keeps a full stop between two numbers where a sentence can end', () => {
    expect(read('She takes 2. 3 weeks ago she fell.')).toEqual(['2', '3 week']);
  });

  it('writes digits and finds the way back', () => {
    const text = 'Take five hundred milligrams, then one forty over ninety';
    const written = writeDigits(text, tokenise(text), language);
    expect(written.text).toBe('Take 500 mg, then 140/90');
    const at = written.text.indexOf('500 mg');
    const { start, end } = written.toOriginal(at, at + 6);
    expect(text.slice(start, end)).toBe('five hundred milligrams');
    const tail = written.text.indexOf('then');
    const back = written.toOriginal(tail, tail + 4);
    expect(text.slice(back.start, back.end)).toBe('then');
  });

  it('leaves prose without numbers as it is', () => {
    expect(digits('This one, no one, at first.')).toBe('This one, no one, at first.');
  });

  it('reads back any number below a hundred however it is said', () => {
    const ones = 'zero one two three four five six seven eight nine'.split(' ');
    const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
    fc.assert(
      fc.property(fc.integer({ min: 21, max: 99 }), fc.constantFrom(' ', '-'), (n, joint) => {
        const word = (tens[Math.floor(n / 10) - 2] ?? '') + (n % 10 ? joint + (ones[n % 10] ?? '') : '');
        expect(read(`about ${word} milligrams`)).toEqual([`${n} mg`]);
      }),
    );
  });

  it('gives quantities in order, inside the text, without overlap', () => {
    const words = [
      'one',
      'twenty',
      'point',
      'five',
      'over',
      'and',
      'a',
      'half',
      'hundred',
      '12',
      '.',
      'mg',
      'the',
      'third',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 30 }), (chosen) => {
        const text = chosen.join(' ');
        let last = 0;
        for (const quantity of readQuantities(tokenise(text), language)) {
          expect(quantity.start).toBeGreaterThanOrEqual(last);
          expect(quantity.end).toBeGreaterThan(quantity.start);
          expect(quantity.end).toBeLessThanOrEqual(text.length);
          last = quantity.end;
        }
      }),
    );
  });
});
