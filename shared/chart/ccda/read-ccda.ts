import type { Unusable } from '../../contract/chart.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { Entry, Resources } from '../fhir/bundle.ts';
import { toEncounters, toObservations, toOrders, toProcedures, toRelatives } from './events.ts';
import { toImmunization, toMedication } from './medications.ts';
import { toPatient } from './patient.ts';
import { observationsOf, toAllergy, toCondition } from './problems-allergies.ts';
import { narrativeOf, type Narrative } from './values.ts';
import { all, attribute, find, parseXml, type Element } from './xml.ts';

type Json = Record<string, unknown>;
type ReadEntry = (entry: Element, narrative: Narrative) => readonly (Json | undefined)[];

const problems: ReadEntry = (entry, narrative) =>
  observationsOf(entry).map(({ concern, observation }) => toCondition(concern, observation, narrative));
const medicines: ReadEntry = (entry, narrative) =>
  all(entry, 'substanceAdministration').map((each) => toMedication(each, narrative));
const observed =
  (category: string): ReadEntry =>
  (entry, narrative) =>
    toObservations(entry, category, narrative);

// Sections by the LOINC code that C-CDA and the older C32 and CCD share; templates differ from version to version.
const SECTIONS: Readonly<Record<string, { readonly name: string; readonly read: ReadEntry }>> = {
  '48765-2': {
    name: 'allergies',
    read: (entry, narrative) =>
      observationsOf(entry).map(({ concern, observation }) => toAllergy(concern, observation, narrative)),
  },
  '11450-4': { name: 'problems', read: problems },
  '11348-0': { name: 'past problems', read: problems },
  '46241-6': { name: 'admission diagnoses', read: problems },
  '11535-2': { name: 'discharge diagnoses', read: problems },
  '10160-0': { name: 'medicines', read: medicines },
  '10183-2': { name: 'discharge medicines', read: medicines },
  '42346-7': { name: 'admission medicines', read: medicines },
  '30954-2': { name: 'results', read: observed('laboratory') },
  '8716-3': { name: 'vital signs', read: observed('vital-signs') },
  '29762-2': { name: 'social history', read: observed('social-history') },
  '11369-6': {
    name: 'immunizations',
    read: (entry, narrative) =>
      all(entry, 'substanceAdministration').map((each) => toImmunization(each, narrative)),
  },
  '47519-4': { name: 'procedures', read: toProcedures },
  '46240-8': { name: 'encounters', read: toEncounters },
  '10157-6': { name: 'family history', read: toRelatives },
  '18776-5': { name: 'plan', read: toOrders },
};

const sectionsIn = (parent: Element | undefined): Element[] =>
  all(parent, 'component')
    .flatMap((component) => all(component, 'section'))
    .flatMap((section) => [section, ...sectionsIn(section)]);

/** A section as resources; ids say section and place, so that they are the same each time the file is read. */
const resourcesOf = (
  section: Element,
  code: string,
  narrative: Narrative,
): { resources: Json[]; unusable: Unusable[] } => {
  const known = SECTIONS[code];
  const entries = all(section, 'entry');
  const title = find(section, 'title')?.text ?? '';
  if (!known) {
    return {
      resources: [],
      unusable: [{ resource: 'section', reason: `not part of the brief: ${title || code}` }],
    };
  }
  const read = entries.flatMap((entry) => known.read(entry, narrative));
  const resources = read
    .filter((resource) => resource !== undefined)
    .map((resource, at) => ({ ...resource, id: `${code}-${at + 1}`, subject: { reference: 'Patient/1' } }));
  const isTextOnly = !entries.length && !!find(section, 'text')?.text;
  const unusable = [
    ...(isTextOnly ? [`the section "${title || known.name}" holds text only, not read`] : []),
    ...(read.includes(undefined) ? [`the section "${title || known.name}" says that there is none`] : []),
  ];
  return { resources, unusable: unusable.map((reason) => ({ resource: `entry ${known.name}`, reason })) };
};

/**
 * A C-CDA or CCD document (XML) as FHIR resources, from its entries; the narrative is read only where an entry refers to
 * it, and never as markup. Error: chart-not-fhir, also for a document type, deep nesting or what is not well formed.
 */
export const openCcda = (text: string): Result<Resources> => {
  const root = parseXml(text);
  if (root?.name !== 'ClinicalDocument') return refuse('chart-not-fhir');
  const narrative = narrativeOf(root);
  const patients = all(root, 'recordTarget').flatMap((target) => all(target, 'patientRole'));
  const unusable: Unusable[] = [];
  const body = find(root, 'component', 'structuredBody');
  if (!body)
    unusable.push({
      resource: 'entry body',
      reason: 'the document has no structured body; only its head is read',
    });
  const seen = new Map<string, number>();
  const read = sectionsIn(body).flatMap((section) => {
    const code = attribute(find(section, 'code'), 'code') ?? 'none';
    const times = (seen.get(code) ?? 0) + 1;
    seen.set(code, times);
    const { resources, unusable: left } = resourcesOf(section, code, narrative);
    unusable.push(...left);
    // A second section of the same kind must not take the ids of the first.
    return times === 1 ? resources : resources.map((each) => ({ ...each, id: `${each.id}-${times}` }));
  });
  const resources: Json[] = [
    ...patients.map((role, at) => ({ ...toPatient(role), id: String(at + 1) })),
    ...read,
  ];
  const counts = new Map<string, number>();
  const entries = resources.map((resource): Entry => {
    const type = String(resource['resourceType']);
    counts.set(type, (counts.get(type) ?? 0) + 1);
    return { type, key: `${type}/${String(resource['id'])}`, resource };
  });
  return succeed({ entries, unusable, counts: Object.fromEntries(counts) });
};
