import { z } from 'zod';

/**
 * The parts of FHIR R4/R4B that the chart reads. Each field forgives on its own: an allergy whose date is malformed is
 * still an allergy, so a field that does not fit is taken as absent and the resource is kept.
 */
const soft = <Shape extends z.ZodType>(shape: Shape) => shape.optional().catch(undefined);
const text = soft(z.string());
const number = soft(z.number());
/** A list whose broken items are left out. */
const many = <Shape extends z.ZodType>(shape: Shape) =>
  z
    .array(shape.optional().catch(undefined))
    .optional()
    .catch(undefined)
    .transform((items) => (items ?? []).filter((item) => item !== undefined) as z.infer<Shape>[]);

const Coding = z.object({ system: text, code: text, display: text, userSelected: soft(z.boolean()) });
export const Concept = z.object({ text, coding: many(Coding) });
export const Reference = z.object({ reference: text, display: text, type: text });
const Period = z.object({ start: text, end: text });
const Quantity = z.object({ value: number, unit: text, code: text, system: text, comparator: text });
const Range = z.object({ low: soft(Quantity), high: soft(Quantity) });
const Annotation = z.object({ text });

const Timing = z.object({
  code: soft(Concept),
  repeat: soft(
    z.object({
      frequency: number,
      frequencyMax: number,
      period: number,
      periodUnit: text,
      when: many(z.string()),
      count: number,
      boundsPeriod: soft(Period),
      boundsDuration: soft(Quantity),
      boundsRange: soft(Range),
    }),
  ),
});
export const Dosage = z.object({
  text,
  patientInstruction: text,
  timing: soft(Timing),
  asNeededBoolean: soft(z.boolean()),
  asNeededCodeableConcept: soft(Concept),
  route: soft(Concept),
  doseAndRate: many(z.object({ doseQuantity: soft(Quantity), doseRange: soft(Range) })),
});

const common = { id: text, status: text, code: soft(Concept) };

export const PatientShape = z.object({
  id: text,
  active: soft(z.boolean()),
  name: many(z.object({ use: text, text, family: text, given: many(z.string()), suffix: many(z.string()) })),
  birthDate: text,
  gender: text,
  identifier: many(z.object({ system: text, value: text, type: soft(Concept) })),
  communication: many(z.object({ language: soft(Concept), preferred: soft(z.boolean()) })),
  deceasedBoolean: soft(z.boolean()),
  deceasedDateTime: text,
  link: many(z.object({ other: soft(Reference), type: text })),
});

export const ConditionShape = z.object({
  ...common,
  clinicalStatus: soft(Concept),
  verificationStatus: soft(Concept),
  category: many(Concept),
  onsetDateTime: text,
  onsetPeriod: soft(Period),
  onsetString: text,
  abatementDateTime: text,
  abatementPeriod: soft(Period),
  abatementBoolean: soft(z.boolean()),
  recordedDate: text,
});

export const MedicationShape = z.object({
  ...common,
  statusReason: soft(z.unknown()),
  intent: text,
  medicationCodeableConcept: soft(Concept),
  medicationReference: soft(Reference),
  authoredOn: text,
  dateAsserted: text,
  effectiveDateTime: text,
  effectivePeriod: soft(Period),
  dosageInstruction: many(Dosage),
  dosage: many(Dosage),
  reasonCode: many(Concept),
  reasonReference: many(Reference),
  dispenseRequest: soft(z.object({ validityPeriod: soft(Period), expectedSupplyDuration: soft(Quantity) })),
});
export const MedicationCodeShape = z.object({ code: soft(Concept) });

export const AllergyShape = z.object({
  ...common,
  clinicalStatus: soft(Concept),
  verificationStatus: soft(Concept),
  type: text,
  category: many(z.string()),
  criticality: text,
  recordedDate: text,
  reaction: many(
    z.object({ substance: soft(Concept), manifestation: many(Concept), severity: text, description: text }),
  ),
});

const value = {
  valueQuantity: soft(Quantity),
  valueString: text,
  valueCodeableConcept: soft(Concept),
  valueBoolean: soft(z.boolean()),
  valueInteger: number,
  valueRange: soft(Range),
  valueRatio: soft(z.object({ numerator: soft(Quantity), denominator: soft(Quantity) })),
  valueDateTime: text,
  valueTime: text,
  dataAbsentReason: soft(Concept),
  interpretation: many(Concept),
  referenceRange: many(z.object({ low: soft(Quantity), high: soft(Quantity), text, type: soft(Concept) })),
};
export const ObservationShape = z.object({
  ...common,
  ...value,
  category: many(Concept),
  effectiveDateTime: text,
  effectiveInstant: text,
  effectivePeriod: soft(Period),
  issued: text,
  basedOn: many(Reference),
  hasMember: many(Reference),
  component: many(z.object({ code: soft(Concept), ...value })),
});

export const EventShape = z.object({
  ...common,
  class: soft(Coding),
  type: soft(z.unknown()),
  category: soft(z.unknown()),
  vaccineCode: soft(Concept),
  period: soft(Period),
  performedDateTime: text,
  performedPeriod: soft(Period),
  performedString: text,
  occurrenceDateTime: text,
  occurrencePeriod: soft(Period),
  effectiveDateTime: text,
  effectivePeriod: soft(Period),
  authoredOn: text,
  issued: text,
  date: text,
  title: text,
  description: soft(z.unknown()),
  intent: text,
  conclusion: text,
  reasonCode: many(Concept),
  note: many(Annotation),
  basedOn: many(Reference),
  content: many(z.object({ attachment: soft(z.object({ contentType: text, data: text, title: text })) })),
});

export const RelativeShape = z.object({
  ...common,
  relationship: soft(Concept),
  condition: many(z.object({ code: soft(Concept) })),
});

export const AnswersShape = z.object({ ...common, authored: text, item: many(z.unknown()) });
export const AnswerItemShape = z.object({
  linkId: text,
  text,
  item: many(z.unknown()),
  answer: many(
    z.object({
      valueString: text,
      valueBoolean: soft(z.boolean()),
      valueInteger: number,
      valueDecimal: number,
      valueDate: text,
      valueCoding: soft(Coding),
      valueQuantity: soft(Quantity),
    }),
  ),
});

export type Concept = z.infer<typeof Concept>;
export type Reference = z.infer<typeof Reference>;
export type Dosage = z.infer<typeof Dosage>;
export type Quantity = z.infer<typeof Quantity>;
export type Range = z.infer<typeof Range>;
export const ConceptList = z.union([z.array(Concept), Concept.transform((one) => [one])]);
