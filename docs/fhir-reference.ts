/** What Footnote reads of a record's FHIR R4 and what it writes, told from the shapes and from a made-up signed visit. */
import type { Resource } from '@medplum/fhirtypes';
import type { ZodObject } from 'zod';
import { TYPES_READ } from '../shared/chart/fhir/read-resources.ts';
import {
  AllergyShape,
  AnswersShape,
  ConditionShape,
  EventShape,
  MedicationShape,
  ObservationShape,
  PatientShape,
  RelativeShape,
} from '../shared/chart/fhir/shapes.ts';
import { visitResources } from '../shared/deliver/fhir/visit-resources.ts';
import { approvedVisit } from '../tests/support/approved-visit.ts';

const SHAPES: Readonly<Record<string, ZodObject>> = {
  Patient: PatientShape,
  AllergyIntolerance: AllergyShape,
  Condition: ConditionShape,
  MedicationRequest: MedicationShape,
  MedicationStatement: MedicationShape,
  Observation: ObservationShape,
  FamilyMemberHistory: RelativeShape,
  QuestionnaireResponse: AnswersShape,
};

const read = (): readonly string[] => {
  const types = ['Patient', 'AllergyIntolerance', ...TYPES_READ];
  const shapeOf = (type: string): ZodObject => SHAPES[type] ?? EventShape;
  const shapes = new Set(types.map(shapeOf));
  return [
    '| resource | elements that are read, where it has them |',
    '|---|---|',
    ...[...shapes].map(
      (shape) =>
        `| ${types.filter((type) => shapeOf(type) === shape).join(', ')} | ${Object.keys(shape.shape).join(', ')} |`,
    ),
  ];
};

/** Elements whose value is the same in every visit: codes and kinds, never words or ids. */
const FIXED = new Set(
  'status docStatus mode role code system contentType targetFormat sigFormat confidentiality'.split(' '),
);

/** The elements of a value by path, each with what it always holds; the text of a narrative counts as one element. */
const elements = (value: unknown, path: string): readonly (readonly [string, string])[] => {
  if (Array.isArray(value)) return value.flatMap((each) => elements(each, path));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => elements(inner, path ? `${path}.${key}` : key));
  const key = path.split('.').at(-1) ?? '';
  return [[path, FIXED.has(key) ? String(value) : '']];
};

const elementsOf = (resources: readonly Resource[]): string => {
  const held = new Map<string, Set<string>>();
  for (const resource of resources) {
    // What a document bundles stands under its own name.
    const own = 'entry' in resource ? { ...resource, entry: 'resources' } : resource;
    for (const [path, value] of elements(own, '')) held.set(path, (held.get(path) ?? new Set()).add(value));
  }
  held.delete('resourceType');
  return [...held]
    .map(([path, values]) => [path, ...[...values].filter(Boolean).map((one) => `\`${one}\``)].join(' '))
    .join(', ');
};

const written = (): readonly string[] => {
  const all = visitResources(approvedVisit(1, { addendum: 'The result came back.' }));
  const types = [...new Set(all.map(({ resourceType }) => resourceType))];
  return [
    '| resource | elements, and what they always hold |',
    '|---|---|',
    ...types.map(
      (type) => `| ${type} | ${elementsOf(all.filter(({ resourceType }) => resourceType === type))} |`,
    ),
  ];
};

/** The reference as Markdown, without its first line. */
export const fhirReference = (): string =>
  [
    '# FHIR R4: what is read, what is written\n',
    'Reading: a file (bundle of any type, resource, list, NDJSON) or a server; `shared/chart/README.md` says what is refused. A field that does not fit counts as absent and the resource is kept; a type that is not listed is counted and named.\n',
    ...read(),
    '',
    'Writing: only what a clinician has signed, each resource by `PUT` under an id that follows from the visit, so that a retry never makes two; a later version is an update of the same id, an addendum is a document of its own that appends to the first. `shared/deliver/fhir/README.md` has the order, the queue and the sign-in.\n',
    ...written(),
    '',
  ].join('\n');
