import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../../shared/knowledge/knowledge.ts';
import { allergyFindings, type KnownAllergy } from '../../../shared/chart/safety/allergies.ts';
import { interactionsOf } from '../../../shared/chart/safety/interactions.ts';
import { treatmentOf } from '../../../shared/chart/safety/treatment.ts';

const knowledge = loadKnowledge();
const treated = (...names: readonly string[]) => names.map((name) => treatmentOf(name, [], knowledge));
const interactions = (...names: readonly string[]) =>
  interactionsOf(treated(...names), knowledge.rules.interactions);
const rulesOf = (...names: readonly string[]): string[] =>
  interactions(...names).flatMap(({ evidence }) =>
    evidence.flatMap((each) => (each.source === 'rule' ? each.rule : [])),
  );

// Each high-priority pair with a medicine of the same field that must stay silent, at least as this pair.
const PAIRS: readonly (readonly [rule: string, a: string, b: string, near: string])[] = [
  ['onc-amphetamine-maoi', 'Adderall 20 mg', 'phenelzine 15 mg', 'guanfacine 1 mg'],
  ['onc-atazanavir-ppi', 'atazanavir 300 mg', 'Prilosec 20 mg', 'raltegravir 400 mg'],
  ['onc-febuxostat-thiopurine', 'Uloric 40 mg', 'azathioprine 50 mg', 'colchicine 0.6 mg'],
  ['onc-ssri-maoi', 'Zoloft 50 mg', 'tranylcypromine 10 mg', 'mirtazapine 15 mg'],
  ['onc-irinotecan-3a4', 'irinotecan', 'ketoconazole 200 mg', 'oxaliplatin'],
  ['onc-opioid-maoi', 'Demerol 50 mg', 'isocarboxazid 10 mg', 'morphine 15 mg'],
  ['onc-tricyclic-maoi', 'amitriptyline 25 mg', 'phenelzine 15 mg', 'gabapentin 300 mg'],
  ['onc-qt-qt', 'amiodarone 200 mg', 'haloperidol 5 mg', 'lisinopril 10 mg'],
  ['onc-ramelteon-1a2', 'Rozerem 8 mg', 'fluvoxamine 100 mg', 'melatonin 3 mg'],
  ['onc-pi-inducer', 'darunavir 800 mg', 'rifampin 300 mg', 'dolutegravir 50 mg'],
  ['onc-statin-3a4', 'simvastatin 40 mg', 'clarithromycin 500 mg', 'rosuvastatin 10 mg'],
  ['onc-ergot-3a4', 'ergotamine', 'itraconazole 100 mg', 'sumatriptan 50 mg'],
  ['onc-tizanidine-1a2', 'Zanaflex 4 mg', 'ciprofloxacin 500 mg', 'baclofen 10 mg'],
  ['onc-tranylcypromine-procarbazine', 'procarbazine', 'tranylcypromine 10 mg', 'vincristine'],
  ['onc-triptan-maoi', 'Imitrex 50 mg', 'moclobamide 150 mg', 'naratriptan 2.5 mg'],
];

describe('the 15 high-priority pairs', () => {
  it.each(PAIRS)('%s fires for %s with %s, and not for %s', (rule, a, b, near) => {
    expect(rulesOf(a, b)).toEqual([rule]);
    expect(interactions(a, b)[0]?.severity).toBe('interrupt');
    expect(rulesOf(near, b)).not.toContain(rule);
    expect(rulesOf(a)).toEqual([]);
  });
});

describe('other pairs', () => {
  it('one line per pair, and one for several of a kind under one rule', () => {
    const lines = interactions('warfarin 5 mg', 'ibuprofen 400 mg', 'naproxen 250 mg', 'Coumadin 5 mg');
    expect(lines.map((each) => each.message)).toEqual([
      'warfarin with ibuprofen and naproxen: more bleeding; use acetaminophen where it will do.',
    ]);
  });
  it('what is put on the skin or into the eye does not interact', () => {
    expect(rulesOf('warfarin 5 mg', 'diclofenac 1 % gel')).toEqual([]);
    expect(rulesOf('simvastatin 40 mg', 'ketoconazole 2 % cream')).toEqual([]);
    expect(rulesOf('verapamil 120 mg', 'timolol ophthalmic solution')).toEqual([]);
  });
  it('quiet pairs are shown and do not interrupt', () => {
    expect(interactions('lisinopril 10 mg', 'spironolactone 25 mg')[0]?.severity).toBe('show');
    expect(interactions('oxycodone 5 mg', 'alprazolam 0.5 mg')[0]?.severity).toBe('show');
    expect(interactions('sildenafil 50 mg', 'nitroglycerin 0.4 mg')[0]?.severity).toBe('interrupt');
  });
  it('a combination does not interact with itself', () => {
    expect(rulesOf('lisinopril-hydrochlorothiazide', 'hydrochlorothiazide 25 mg')).toEqual([]);
    expect(rulesOf('Bactrim DS')).toEqual([]);
  });
});

const allergic = (
  name: string,
  reactions: readonly string[] = [],
  kind: KnownAllergy['kind'] = 'allergy',
): KnownAllergy => ({
  name,
  kind,
  reactions,
  evidence: [{ source: 'chart', resource: 'AllergyIntolerance/a', path: '/code' }],
});
const against = (drug: string, allergy: KnownAllergy) => allergyFindings(treated(drug), [allergy], knowledge);

// Charted allergy, a medicine that must interrupt, one that must stay silent.
const GROUPS: readonly (readonly [allergy: string, fires: string, silent: string])[] = [
  ['penicillin', 'Augmentin 875 mg', 'azithromycin 250 mg'],
  ['amoxicillin', 'cephalexin 500 mg', 'ceftriaxone 1 g'],
  ['cephalexin', 'cefadroxil 500 mg', 'doxycycline 100 mg'],
  ['cephalosporins', 'cefuroxime 250 mg', 'aztreonam 1 g'],
  ['sulfa drugs', 'Bactrim DS', 'furosemide 40 mg'],
  ['NSAIDs', 'Aleve 220 mg', 'acetaminophen 500 mg'],
  ['codeine', 'morphine 15 mg', 'gabapentin 300 mg'],
  ['statins', 'Lipitor 20 mg', 'ezetimibe 10 mg'],
  ['IV contrast', 'CT abdomen with contrast', 'CT abdomen without contrast'],
  ['latex', 'latex catheter', 'silicone catheter'],
  ['ACE inhibitors', 'ramipril 5 mg', 'amlodipine 5 mg'],
  ['ciprofloxacin', 'levofloxacin 500 mg', 'nitrofurantoin 100 mg'],
  ['erythromycin', 'azithromycin 250 mg', 'amoxicillin 500 mg'],
  ['tetracycline', 'doxycycline 100 mg', 'tigecycline'],
  ['carbamazepine', 'oxcarbazepine 300 mg', 'levetiracetam 500 mg'],
  ['novocaine', 'benzocaine', 'lidocaine 1 %'],
];

describe('allergy groups', () => {
  it.each(GROUPS)('%s: %s interrupts, %s is silent', (allergy, fires, silent) => {
    expect(against(fires, allergic(allergy, ['hives'])).map((each) => each.severity)).toEqual(['interrupt']);
    expect(against(silent, allergic(allergy, ['hives']))).toEqual([]);
  });

  it('penicillins and cephalosporins by side chain', () => {
    const severity = (drug: string, allergy: string) =>
      against(drug, allergic(allergy, ['rash']))[0]?.severity;
    expect(severity('cephalexin', 'amoxicillin')).toBe('interrupt');
    expect(severity('cephalexin', 'penicillin')).toBe('show');
    expect(severity('cefazolin', 'penicillin')).toBeUndefined();
    expect(severity('ampicillin', 'amoxicillin')).toBe('interrupt');
    expect(severity('amoxicillin', 'ceftriaxone')).toBe('show');
  });

  it('a reaction that reads as a side effect is shown with that doubt and does not interrupt', () => {
    const [finding] = against('lisinopril 10 mg', allergic('lisinopril 20mg', ['Cough']));
    expect(finding).toMatchObject({ kind: 'allergy', severity: 'show' });
    expect(finding?.message).toContain('reads as a side effect');
    expect(against('enalapril 5 mg', allergic('lisinopril', ['angioedema']))[0]?.severity).toBe('interrupt');
    expect(against('losartan 50 mg', allergic('lisinopril', ['cough']))).toEqual([]);
    expect(against('losartan 50 mg', allergic('lisinopril', ['angioedema']))[0]?.severity).toBe('show');
  });

  it('shellfish is no contrast allergy, and dust is no medicine', () => {
    expect(against('iohexol', allergic('shellfish', ['hives']))).toEqual([]);
    expect(against('metformin', allergic('dust', ['wheeze']))).toEqual([]);
  });
});
