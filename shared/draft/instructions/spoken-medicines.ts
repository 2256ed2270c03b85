import type { Fact } from '../../contract/fact.ts';
import type { SheetKnowledge } from '../../knowledge/sheet.ts';
import { type MedicationReading, readMedicationChanges } from '../facts/medication-change.ts';
import type { Matter } from './matters.ts';

const ofReading = (fact: Fact, { drug, certainty, subject }: MedicationReading): Fact => ({
  ...fact,
  kind: 'medication',
  polarity: 'affirmed',
  subject,
  certainty,
  drug,
});

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/**
 * A clinician's statement, and one for each medicine that it changes besides its own: "continue the cozaar 100 mg,
 * continue the norvasc 5 mg" is two rows of the medicine list. What only might be changed stays in words.
 */
export const withSpokenMedicines = (matter: Matter, knowledge: SheetKnowledge): Matter[] => {
  const { fact } = matter;
  if (fact.speaker !== 'clinician' || !fact.said || fact.kind === 'question') return [matter];
  const readings = readMedicationChanges(fact.said, {
    rules: knowledge.medicationRules,
    find: knowledge.drugs.find,
  }).filter(
    ({ drug, certainty, subject }) =>
      drug.change !== undefined &&
      certainty === 'certain' &&
      subject.role === 'patient' &&
      !isSame(drug.name, fact.drug?.name ?? ''),
  );
  if (!readings.length) return [matter];
  const made = readings.map((reading): Matter => ({ ...matter, fact: ofReading(fact, reading) }));
  // Words that hold nothing but the change are told by its row.
  return fact.drug || fact.kind === 'return-precaution' ? [matter, ...made] : made;
};
