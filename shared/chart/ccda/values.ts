import { all, attribute, find, type Element } from './xml.ts';

type Json = Record<string, unknown>;

// HL7 object identifiers of code systems, as the C-CDA guide names them, with the address FHIR gives each.
const SYSTEMS: Readonly<Record<string, string>> = {
  '2.16.840.1.113883.6.1': 'http://loinc.org',
  '2.16.840.1.113883.6.96': 'http://snomed.info/sct',
  '2.16.840.1.113883.6.88': 'http://www.nlm.nih.gov/research/umls/rxnorm',
  '2.16.840.1.113883.6.90': 'http://hl7.org/fhir/sid/icd-10-cm',
  '2.16.840.1.113883.6.3': 'http://hl7.org/fhir/sid/icd-10',
  '2.16.840.1.113883.6.103': 'http://hl7.org/fhir/sid/icd-9-cm',
  '2.16.840.1.113883.12.292': 'http://hl7.org/fhir/sid/cvx',
  '2.16.840.1.113883.6.69': 'http://hl7.org/fhir/sid/ndc',
};

/** Texts of the narrative by the ID that entries refer to. */
export type Narrative = ReadonlyMap<string, string>;

export const narrativeOf = (root: Element): Narrative => {
  const texts = new Map<string, string>();
  const walk = (element: Element): void => {
    const id = attribute(element, 'ID');
    if (id && element.text) texts.set(id, element.text);
    element.children.forEach(walk);
  };
  walk(root);
  return texts;
};

/** What an element says in words: its own text, or the piece of narrative that its reference points at. */
export const wordsOf = (element: Element | undefined, narrative: Narrative): string | undefined => {
  const reference = attribute(find(element, 'reference'), 'value');
  const referred = reference?.startsWith('#') ? narrative.get(reference.slice(1)) : undefined;
  return element?.text || referred || undefined;
};

/** A code with its translations and original text as a FHIR CodeableConcept; undefined where it names nothing. */
export const conceptOf = (code: Element | undefined, narrative: Narrative): Json | undefined => {
  if (!code) return undefined;
  const coding = [code, ...all(code, 'translation')].flatMap((each) => {
    const value = attribute(each, 'code');
    const display = attribute(each, 'displayName');
    if (!value && !display) return [];
    const system = attribute(each, 'codeSystem');
    return [
      {
        ...(system ? { system: SYSTEMS[system] ?? `urn:oid:${system}` } : {}),
        ...(value ? { code: value } : {}),
        ...(display ? { display } : {}),
      },
    ];
  });
  const original = find(code, 'originalText');
  // References are often wrong (a substance's leads to its reaction), so a display goes before them.
  const text = original?.text || coding.find((each) => each.display)?.display || wordsOf(original, narrative);
  return coding.length || text ? { coding, ...(text ? { text } : {}) } : undefined;
};

const TIME = /^(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2})(\d{2})?(?:\.\d+)?)?([+-]\d{4})?$/;

/** HL7 time (20240307103000-0500) as a FHIR date or dateTime as exact as it was; undefined where it is none. */
export const timeOf = (text: string | undefined): string | undefined => {
  const match = TIME.exec(text ?? '');
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, zone] = match;
  const date = [year, month, day].filter(Boolean).join('-');
  if (!day || !hour || !minute) return date;
  const offset = zone ? `${zone.slice(0, 3)}:${zone.slice(3)}` : '';
  return `${date}T${hour}:${minute}:${second ?? '00'}${offset}`;
};

export interface When {
  readonly start?: string;
  readonly end?: string;
}

/** `effectiveTime` of whichever form: a moment, an interval, or only its middle. */
export const whenOf = (element: Element | undefined): When => {
  const time = all(element, 'effectiveTime').find(
    (each) => !/PIVL_TS|EIVL_TS/.test(attribute(each, 'type') ?? ''),
  );
  const start = timeOf(
    attribute(find(time, 'low'), 'value') ??
      attribute(time, 'value') ??
      attribute(find(time, 'center'), 'value'),
  );
  const end = timeOf(attribute(find(time, 'high'), 'value'));
  return { ...(start ? { start } : {}), ...(end ? { end } : {}) };
};

/** A quantity; one whose unit UCUM does not know comes as a translation with the unit in words. */
export const quantityOf = (element: Element | undefined): Json | undefined => {
  const holder = attribute(element, 'value') ? element : find(element, 'translation');
  const value = Number(attribute(holder, 'value') ?? Number.NaN);
  const unit = attribute(holder, 'unit') ?? find(holder, 'originalText')?.text;
  return Number.isFinite(value) ? { value, ...(unit ? { unit } : {}) } : undefined;
};

const NUMBER = /^-?\d+(\.\d+)?$/;
const RANGE = /^\s*(-?\d+(?:\.\d+)?)\s*(?:-|to)\s*(\d+(?:\.\d+)?)(?![\d.])/;

/** The value of an observation as the FHIR field that holds its kind. */
export const valueOf = (value: Element | undefined, narrative: Narrative): Json => {
  const type = attribute(value, 'type') ?? '';
  if (/PQ|REAL|INT|MO/.test(type) && !type.startsWith('IVL')) {
    const quantity = quantityOf(value);
    return quantity ? { valueQuantity: quantity } : {};
  }
  if (type.startsWith('IVL')) {
    const low = quantityOf(find(value, 'low'));
    const high = quantityOf(find(value, 'high'));
    // "Less than 5" comes as an interval with one end.
    const bound = low ? { ...low, comparator: '>=' } : { ...high, comparator: '<=' };
    if (low && high) return { valueRange: { low, high } };
    return (low ?? high) ? { valueQuantity: bound } : {};
  }
  const concept = /^(CD|CE|CO|CV|CS)$/.test(type) ? conceptOf(value, narrative) : undefined;
  if (concept) return { valueCodeableConcept: concept };
  const words = wordsOf(value, narrative);
  if (words && NUMBER.test(words)) return { valueQuantity: { value: Number(words) } };
  return words ? { valueString: words } : {};
};

/** The reference range with numbers, where it has any. */
export const rangesOf = (observation: Element): Json[] =>
  all(observation, 'referenceRange').flatMap((each) => {
    const range = find(each, 'observationRange');
    const value = find(range, 'value');
    const [, from, to] = RANGE.exec(value?.text || find(range, 'text')?.text || '') ?? [];
    const low = quantityOf(find(value, 'low')) ?? (from ? { value: Number(from) } : undefined);
    const high = quantityOf(find(value, 'high')) ?? (to ? { value: Number(to) } : undefined);
    return (low ?? high) ? [{ ...(low ? { low } : {}), ...(high ? { high } : {}) }] : [];
  });

export const isNegated = (element: Element | undefined): boolean =>
  attribute(element, 'negationInd') === 'true';

/** Acts that an act holds, by the type of the relation (SUBJ, MFST, RSON, REFR) and the name of the act. */
export const related = (element: Element, type: string, name: string): Element[] =>
  all(element, 'entryRelationship')
    .filter((each) => attribute(each, 'typeCode') === type)
    .flatMap((each) => all(each, name));

export const status = (system: string, code: string): Json => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});
