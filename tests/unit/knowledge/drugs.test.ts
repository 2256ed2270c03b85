import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDrugs } from '../../../shared/knowledge/drugs.ts';

const lexicon = loadDrugs();
const names = (text: string): string[] => lexicon.find(text).map((mention) => mention.name);

describe('medicines named in running text', () => {
  it('reads brands, synonyms and other countries’ names as one generic', () => {
    expect(names('she takes Tylenol, paracetamol and Calpol')).toEqual(Array(3).fill('acetaminophen'));
    expect(names('salbutamol or Ventolin; Ozempic weekly; eliquis')).toEqual([
      'albuterol',
      'albuterol',
      'semaglutide',
      'apixaban',
    ]);
    expect(names('Depakote, divalproex and valproic acid')).toEqual(Array(3).fill('valproate'));
    expect(names('co-codamol and frusemide')).toEqual(['acetaminophen-codeine', 'furosemide']);
  });

  it('tells where the name stands and whether it is a brand', () => {
    const text = 'We started Lasix, 40 milligrams.';
    const [mention] = lexicon.find(text);
    expect(mention).toMatchObject({ name: 'furosemide', matched: 'Lasix', isBrand: true, isGroup: false });
    expect(text.slice(mention?.start, mention?.end)).toBe('Lasix');
    expect(mention?.classes).toContain('Loop Diuretic');
  });

  it('keeps a combination together and takes the longest name', () => {
    expect(names('hydrocodone/acetaminophen')).toEqual(['hydrocodone-acetaminophen']);
    expect(names('acetaminophen-hydrocodone')).toEqual(['hydrocodone-acetaminophen']);
    expect(names('insulin glargine at night')).toEqual(['insulin glargine']);
    expect(names('lisinopril, hydrochlorothiazide')).toEqual(['lisinopril', 'hydrochlorothiazide']);
    expect(lexicon.get('Bactrim')?.ingredients.toSorted()).toEqual(['sulfamethoxazole', 'trimethoprim']);
  });

  it('understands lay groups, plurals and possessives', () => {
    const [thinner] = lexicon.find('Are you on any blood thinners?');
    expect(thinner).toMatchObject({ name: 'anticoagulant', isGroup: true, matched: 'blood thinners' });
    expect(thinner?.classes).toContain('Vitamin K Antagonist');
    expect(names("two inhalers, a water pill, warfarin's dose")).toEqual(['inhaler', 'diuretic', 'warfarin']);
    expect(lexicon.find("warfarin's dose")[0]?.matched).toBe('warfarin');
  });

  it('does not hear medicines in everyday words', () => {
    expect(
      names(
        'Ensure you drink water, put a patch on it, pass gas, mind the air, talk to Ella my way, no alcohol, thyroid is fine.',
      ),
    ).toEqual([]);
  });

  it('offsets always cut out what was matched, whatever surrounds it', () => {
    const words = fc.constantFrom(
      'metformin',
      'Lasix',
      '💊',
      'é',
      'blood thinners',
      '…',
      'ran',
      '\n',
      'Ümlaut',
    );
    fc.assert(
      fc.property(fc.array(words), (parts) => {
        const text = parts.join(' ');
        let last = 0;
        for (const mention of lexicon.find(text)) {
          expect(text.slice(mention.start, mention.end)).toBe(mention.matched);
          expect(mention.start).toBeGreaterThanOrEqual(last);
          last = mention.end;
        }
      }),
    );
  });
});

describe('the list', () => {
  it('covers the directory and what was added by hand', () => {
    expect(lexicon.entries.length).toBeGreaterThan(1900);
    expect(lexicon.get('metformin')?.strengths['tablet']).toContain('500 mg');
    expect(lexicon.get('Mounjaro')?.name).toBe('tirzepatide');
    expect(lexicon.get('flu shots')?.classes).toContain('Vaccine');
  });
});
