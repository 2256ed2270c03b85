import { all, attribute, find, type Element } from './xml.ts';
import { conceptOf, isNegated, quantityOf, related, whenOf, wordsOf, type Narrative } from './values.ts';

type Json = Record<string, unknown>;

const FREE_TEXT_SIG = '2.16.840.1.113883.10.20.22.4.147';

/** FHIR status. Many systems close every entry, so "completed" without an end says nothing and is left unknown. */
const statusOf = (code: string | undefined, hasEnd: boolean): string => {
  if (code === 'aborted' || code === 'cancelled') return 'stopped';
  if (code === 'suspended') return 'on-hold';
  if (code === 'completed') return hasEnd ? 'completed' : 'unknown';
  return 'active';
};

/** "Every 12 hours" comes as a period; an event ("at bedtime") as its code. */
const timingOf = (administration: Element): Json | undefined => {
  const times = all(administration, 'effectiveTime');
  const period = times.map((time) => quantityOf(find(time, 'period'))).find(Boolean);
  if (period) return { repeat: { frequency: 1, period: period['value'], periodUnit: period['unit'] } };
  const event = times.map((time) => attribute(find(time, 'event'), 'code')).find(Boolean);
  return event ? { repeat: { when: [event] } } : undefined;
};

const sigOf = (administration: Element, narrative: Narrative): string | undefined => {
  const written = all(administration, 'entryRelationship')
    .flatMap((each) => all(each, 'substanceAdministration'))
    .filter((each) => all(each, 'templateId').some((id) => attribute(id, 'root') === FREE_TEXT_SIG))
    .map((each) => wordsOf(find(each, 'text'), narrative))
    .find(Boolean);
  return written ?? wordsOf(find(administration, 'text'), narrative);
};

/** A reference to a whole row of the narrative's table repeats the product, codes and dates: it is no sig. */
const isSig = (text: string, product: Json | undefined): boolean => {
  const [word = ''] = String(product?.['text'] ?? '').split(/\s/);
  return !word || !text.toLowerCase().includes(word.toLowerCase());
};

const materialOf = (administration: Element): Element | undefined =>
  find(administration, 'consumable', 'manufacturedProduct', 'manufacturedMaterial');

const productOf = (administration: Element, narrative: Narrative): Json | undefined => {
  const material = materialOf(administration);
  const name = wordsOf(find(material, 'name'), narrative);
  return conceptOf(find(material, 'code'), narrative) ?? (name ? { text: name } : undefined);
};

const reasonsOf = (administration: Element, narrative: Narrative): Json[] =>
  related(administration, 'RSON', 'observation')
    .map((each) => conceptOf(find(each, 'value'), narrative))
    .filter((concept) => concept !== undefined);

/** A medicine taken (mood EVN) or ordered. Undefined where the entry says that none is taken. */
export const toMedication = (administration: Element, narrative: Narrative): Json | undefined => {
  if (isNegated(administration)) return undefined;
  const { start, end } = whenOf(administration);
  const product = productOf(administration, narrative);
  const dose = quantityOf(find(administration, 'doseQuantity'));
  const route = conceptOf(find(administration, 'routeCode'), narrative);
  const timing = timingOf(administration);
  const sig = sigOf(administration, narrative);
  const told = sig && isSig(sig, product) ? sig : undefined;
  return {
    resourceType: 'MedicationStatement',
    status: statusOf(attribute(find(administration, 'statusCode'), 'code'), end !== undefined),
    ...(product ? { medicationCodeableConcept: product } : {}),
    effectivePeriod: { ...(start ? { start } : {}), ...(end ? { end } : {}) },
    reasonCode: reasonsOf(administration, narrative),
    dosage: [
      {
        ...(told ? { text: told } : {}),
        ...(timing ? { timing } : {}),
        ...(route ? { route } : {}),
        ...(find(administration, 'precondition') ? { asNeededBoolean: true } : {}),
        ...(dose ? { doseAndRate: [{ doseQuantity: dose }] } : {}),
      },
    ],
  };
};

export const toImmunization = (administration: Element, narrative: Narrative): Json => {
  const { start } = whenOf(administration);
  const product = productOf(administration, narrative);
  return {
    resourceType: 'Immunization',
    status: isNegated(administration) ? 'not-done' : 'completed',
    ...(product ? { vaccineCode: product } : {}),
    ...(start ? { occurrenceDateTime: start } : {}),
  };
};
