import type { Concept } from './shapes.ts';

// The code system that says most for each kind of statement comes first.
const PREFERRED = [
  'http://loinc.org',
  'http://www.nlm.nih.gov/research/umls/rxnorm',
  'http://hl7.org/fhir/sid/cvx',
  'http://snomed.info/sct',
  'http://hl7.org/fhir/sid/icd-10-cm',
  'http://hl7.org/fhir/sid/icd-10',
];
const SHORT: Readonly<Record<string, string>> = {
  'http://loinc.org': 'LOINC',
  'http://www.nlm.nih.gov/research/umls/rxnorm': 'RxNorm',
  'http://hl7.org/fhir/sid/cvx': 'CVX',
  'http://snomed.info/sct': 'SNOMED CT',
  'http://hl7.org/fhir/sid/icd-10-cm': 'ICD-10',
  'http://hl7.org/fhir/sid/icd-10': 'ICD-10',
  'http://hl7.org/fhir/sid/ndc': 'NDC',
};

const rank = (system: string | undefined): number => {
  const at = PREFERRED.indexOf(system ?? '');
  return at < 0 ? PREFERRED.length : at;
};

/** One line of plain text: no control characters, no runs of blanks, at most 300 characters. */
export const plain = (text: string): string =>
  text
    // Controls, bidirectional overrides and zero-width characters have no business in a name.
    .replace(/[\p{Cc}\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);

export interface Naming {
  readonly name: string;
  readonly code?: string;
  readonly codes?: string[];
}

const codesOf = (concept: Concept): string[] =>
  concept.coding
    .filter((coding) => coding.code)
    .sort((a, b) => rank(a.system) - rank(b.system))
    .map((coding) => `${coding.system ?? ''}|${plain(coding.code ?? '')}`);

/**
 * What a concept is called: its text, else the display a person chose, else any display, else the bare code with its
 * system. Undefined where there is neither text nor code.
 */
export const naming = (concept: Concept | undefined, display?: string): Naming | undefined => {
  const codings = concept?.coding ?? [];
  const shown =
    concept?.text?.trim() ||
    codings.find((coding) => coding.userSelected && coding.display?.trim())?.display ||
    codings.find((coding) => coding.display?.trim())?.display ||
    display?.trim();
  const codes = concept ? codesOf(concept) : [];
  const [code] = codes;
  const bare = code?.split('|');
  const name = shown ? plain(shown) : bare && `${SHORT[bare[0] ?? ''] ?? 'code'} ${bare[1] ?? ''}`;
  return name ? { name, ...(code ? { code, codes } : {}) } : undefined;
};

/** Whether any coding (whatever the system) or the text is one of these words. */
export const isCoded = (concept: Concept | undefined, ...words: readonly string[]): boolean =>
  !!concept &&
  (concept.coding.some((coding) => words.includes(coding.code ?? '')) ||
    words.includes(concept.text?.toLowerCase() ?? ''));

export const firstCode = (concept: Concept | undefined): string | undefined =>
  concept?.coding.find((coding) => coding.code)?.code ?? concept?.text?.toLowerCase();
