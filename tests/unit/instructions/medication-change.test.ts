import { describe, expect, it } from 'vitest';
import { readMedicationChanges } from '../../../shared/draft/facts/medication-change.ts';
import { loadDrugs } from '../../../shared/knowledge/drugs.ts';
import { loadMedicationRules } from '../../../shared/knowledge/medication-rules.ts';

const drugs = loadDrugs();
const rules = loadMedicationRules();
/** Spoken words, and one line per medicine: name, change and manner, then the details that matter. */
const CASES: readonly (readonly [string, readonly string[], (string | undefined)?])[] = [
  ["Let's start you on lisinopril 10 mg once a day.", ['lisinopril new 10 mg; once a day']],
  [
    "I'm going to prescribe amoxicillin 500 mg three times a day for 10 days.",
    ['amoxicillin new 500 mg; three times a day; for 10 days'],
  ],
  ["I'll put you on sertraline 50 mg in the morning.", ['sertraline new 50 mg; in the morning']],
  ["We'll add amlodipine 5 mg.", ['amlodipine new 5 mg']],
  ['I want you to try melatonin at bedtime.', ['melatonin new at bedtime']],
  ["I'm giving you a course of prednisone for 5 days.", ['prednisone new for 5 days']],
  ["You'll begin metformin 500 mg with dinner.", ['metformin new 500 mg; with dinner']],
  ["Here's a prescription for naproxen, take it with food.", ['naproxen new with food']],
  [
    'Start omeprazole. Take 20 mg in the morning on an empty stomach.',
    ['omeprazole new 20 mg; in the morning on an empty stomach'],
  ],
  ["I'm sending in cephalexin 250 mg for a week.", ['cephalexin new 250 mg; for a week']],
  ["Let's increase the lisinopril to 20 mg.", ['lisinopril changed/increased 20 mg']],
  [
    "We'll go up on the gabapentin from 300 mg to 600 mg at night.",
    ['gabapentin changed/increased 600 mg; at night; was 300 mg'],
  ],
  ['Take two metformin tablets instead of one.', ['metformin changed/increased 2 tablets; was 1']],
  ['Take two instead of one.', ['metformin changed/increased 2; was 1'], 'metformin'],
  ['I want you to take one instead of two.', ['furosemide changed/decreased 1; was 2'], 'furosemide'],
  ['Cut the metoprolol in half.', ['metoprolol changed/halved']],
  ['Double your furosemide.', ['furosemide changed/doubled']],
  ["Let's lower the levothyroxine to 75 micrograms.", ['levothyroxine changed/decreased 75 micrograms']],
  ['Bring the glipizide down to 5 mg with breakfast.', ['glipizide changed/decreased 5 mg; with breakfast']],
  ["I'd like to bump your atorvastatin up to 40 mg.", ['atorvastatin changed/increased 40 mg']],
  ['Cut back on the hydrocodone.', ['hydrocodone changed/decreased']],
  ['Reduce the warfarin from 5 mg to 4 mg.', ['warfarin changed/decreased 4 mg; was 5 mg']],
  ['Move the simvastatin to bedtime.', ['simvastatin changed to bedtime']],
  ['Stop the ibuprofen.', ['ibuprofen stopped']],
  ['Take acetaminophen 500 mg, no more than 4 times a day.', ['acetaminophen told 500 mg; 4 times a day']],
  ["I'd like you to come off the amitriptyline.", ['amitriptyline stopped']],
  ["Don't take any more naproxen.", ['naproxen stopped']],
  ['You can discontinue the omeprazole.', ['omeprazole stopped']],
  ["Let's get rid of the diphenhydramine.", ['diphenhydramine stopped']],
  ["You don't need the famotidine any more.", ['famotidine stopped']],
  ['Please avoid aspirin.', ['aspirin stopped']],
  ['They stopped my lisinopril last year.', ['lisinopril stopped last year']],
  ['Stop it for now.', ['metformin held'], 'metformin'],
  ['Stop the aspirin for now.', ['aspirin held']],
  ['Hold the metformin until after the scan.', ['metformin held until after the scan']],
  ["Let's pause the methotrexate.", ['methotrexate held']],
  ['Skip the warfarin for 3 days before the surgery.', ['warfarin held for 3 days']],
  ['Take a break from the alendronate.', ['alendronate held']],
  ['Go back on the metformin.', ['metformin new/resumed']],
  ['You can restart the lisinopril 10 mg.', ['lisinopril new/resumed 10 mg']],
  ['Resume the apixaban on Monday.', ['apixaban new/resumed']],
  ['Start taking your sertraline again.', ['sertraline new/resumed']],
  ['Keep taking the amlodipine as before.', ['amlodipine same']],
  ['Take the losartan as before.', ['losartan same']],
  ['Continue the atorvastatin 20 mg daily.', ['atorvastatin same 20 mg; daily']],
  ['Stay on the levothyroxine.', ['levothyroxine same']],
  ['No change to the insulin glargine.', ['insulin glargine same']],
  ["Let's leave the metoprolol where it is.", ['metoprolol same']],
  ["I'll refill the albuterol.", ['albuterol same']],
  ["Don't stop your prednisone.", ['prednisone same']],
  ['Wean off the prednisone over the next weeks.', ['prednisone changed/tapered']],
  ["We'll taper the gabapentin slowly.", ['gabapentin changed/tapered']],
  ['Prednisone 40 mg for 3 days, then 20 mg for 3 days.', ['Prednisone changed/tapered 40 mg; for 3 days']],
  [
    'Double it if your weight goes up 3 pounds.',
    ['furosemide changed/doubled if your weight goes up 3 pounds'],
    'furosemide',
  ],
  ['If the pain comes back, take ibuprofen 400 mg.', ['ibuprofen told 400 mg if the pain comes back']],
  ['Stop the lisinopril if you get a cough.', ['lisinopril stopped if you get a cough']],
  ['Keep taking the warfarin 5 mg, not the blue one.', ['warfarin same 5 mg']],
  ['Stop the metoprolol, not the lisinopril.', ['metoprolol stopped']],
  ['Use the fluticasone every day, not the albuterol.', ['fluticasone told every day']],
  [
    "Let's switch you from ibuprofen to acetaminophen 500 mg as needed.",
    ['ibuprofen stopped', 'acetaminophen new 500 mg; as needed'],
  ],
  ['Take loratadine instead of diphenhydramine.', ['diphenhydramine stopped', 'loratadine new']],
  [
    'Stop the simvastatin and start rosuvastatin 10 mg at night.',
    ['simvastatin stopped', 'rosuvastatin new 10 mg; at night'],
  ],
  [
    'Continue lisinopril and metformin, but stop the glipizide.',
    ['lisinopril same', 'metformin same', 'glipizide stopped'],
  ],
  ["We won't start insulin yet.", []],
  ['Are you still taking the lisinopril?', []],
  ['Should I stop the aspirin?', []],
  ['My wife takes warfarin 5 mg.', ['wife: warfarin told 5 mg']],
  ['We might add amlodipine down the road.', ['amlodipine new hedged']],
  ['I am ordering a kidney blood test and a vitamin B12 level today.', []],
  ['Continue lithium 300 mg. I am ordering a lithium level for Friday.', ['lithium same 300 mg']],
];

const shown = (text: string, lastDrug?: string): string[] =>
  readMedicationChanges(text, {
    rules,
    find: (words) => drugs.find(words),
    ...(lastDrug ? { lastDrug } : {}),
  }).map(({ drug, certainty, subject }) => {
    const details = [drug.dose, drug.frequency, drug.duration, drug.since]
      .concat(
        drug.until ? [`until ${drug.until}`] : [],
        drug.previousDose ? [`was ${drug.previousDose}`] : [],
      )
      .filter(Boolean)
      .join('; ');
    return [
      subject.relation ? `${subject.relation}:` : '',
      drug.name,
      [drug.change ?? 'told', drug.manner].filter(Boolean).join('/'),
      details,
      drug.condition ? `if ${drug.condition}` : '',
      certainty === 'hedged' ? 'hedged' : '',
    ]
      .filter(Boolean)
      .join(' ');
  });

describe('what spoken words say about a medicine', () => {
  it('is read from at least 60 original cases', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(60);
  });
  it.each(CASES.map(([text, expected, lastDrug]) => ({ text, expected, lastDrug })))(
    '$text',
    ({ text, expected, lastDrug }) => {
      expect(shown(text, lastDrug)).toEqual(expected);
    },
  );
});
