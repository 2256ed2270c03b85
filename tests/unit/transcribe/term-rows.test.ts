import { describe, expect, it } from 'vitest';
import { termRows } from '../../../shared/transcribe/right-words/derive/term-rows.ts';

const diag = (name: string, ...titles: readonly string[]): string =>
  `<diag><name>${name}</name>${titles.map((title) => `<desc>${title}</desc>`).join('')}</diag>`;

const rows = (xml: string) =>
  termRows(
    xml,
    (word) => word === 'fracture',
    (word) => word === 'fracture',
  );

describe('terms of a classification', () => {
  it('are its words that are not common and stand in several titles', () => {
    const xml = diag(
      'S62',
      'Fracture of phalanx',
      'Fracture of distal phalanx',
      'Phalanx, unnamed',
      'Lunates',
    );
    expect(rows(xml)).toEqual({ terms: ['phalanx'], known: ['distal', 'lunates', 'unnamed'] });
  });

  it('leave out names of people, and germs and poisons', () => {
    const xml = [
      diag('Q98', 'Klinefelter syndrome', 'Male Klinefelter syndrome', 'Other Klinefelter syndrome'),
      diag('A04', 'Salmonella', 'Salmonella again', 'Salmonella once more'),
    ].join('');
    const { terms, known } = rows(xml);
    expect(terms).not.toContain('klinefelter');
    expect(terms).not.toContain('salmonella');
    expect(known).toEqual(expect.arrayContaining(['klinefelter', 'salmonella']));
  });
});
