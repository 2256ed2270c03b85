import type { ChartObservation } from '../../contract/chart.ts';
import type { Entry } from './bundle.ts';
import { isCoded, naming, plain, type Naming } from './concept.ts';
import { dated, evidenceAt, idOf, keysOf, WRONG, type Read, type Reading } from './context.ts';
import { ObservationShape, type Quantity } from './shapes.ts';
import type { z } from 'zod';

type Shape = z.infer<typeof ObservationShape>;
type Component = Shape['component'][number];

const CATEGORIES = ['laboratory', 'vital-signs', 'social-history', 'survey'] as const;
const BOUND = /^\s*(<=?|>=?)?\s*(-?\d+(?:\.\d+)?)\s*$/;

type Value = Pick<ChartObservation, 'value' | 'comparator' | 'unit' | 'text'>;

const ofQuantity = (quantity: Quantity): Value | undefined => {
  if (quantity.value === undefined) return undefined;
  const unit = quantity.unit ?? quantity.code;
  return {
    value: quantity.value,
    ...(quantity.comparator ? { comparator: quantity.comparator } : {}),
    ...(unit && unit !== '1' ? { unit: plain(unit) } : {}),
  };
};

const show = (quantity: Quantity | undefined): string =>
  [quantity?.value, quantity?.unit].filter((part) => part !== undefined).join(' ');

const ofWords = (shape: Component): string | undefined => {
  if (shape.valueCodeableConcept) return naming(shape.valueCodeableConcept)?.name;
  if (shape.valueBoolean !== undefined) return shape.valueBoolean ? 'yes' : 'no';
  if (shape.valueRange) return `${show(shape.valueRange.low)} to ${show(shape.valueRange.high)}`;
  if (shape.valueRatio) return `${show(shape.valueRatio.numerator)} / ${show(shape.valueRatio.denominator)}`;
  return shape.valueDateTime ?? shape.valueTime;
};

/** The value in whichever of FHIR's forms it comes; a string that is only a number counts as one. */
const valueOf = (shape: Component): Value | undefined => {
  if (shape.valueQuantity) return ofQuantity(shape.valueQuantity);
  if (shape.valueInteger !== undefined) return { value: shape.valueInteger };
  if (shape.valueString !== undefined) {
    const bound = BOUND.exec(shape.valueString);
    if (bound) return { value: Number(bound[2]), ...(bound[1] ? { comparator: bound[1] } : {}) };
    const words = plain(shape.valueString);
    return words ? { text: words } : undefined;
  }
  const words = ofWords(shape);
  return words ? { text: plain(words) } : undefined;
};

/** The result's own range. One whose ends do not make a range (0 to 0 in some exports) is none. */
const rangeOf = (shape: Component): { low?: number; high?: number } => {
  const normal =
    shape.referenceRange.find((range) => isCoded(range.type, 'normal')) ?? shape.referenceRange[0];
  const low = normal?.low?.value;
  const high = normal?.high?.value;
  if (low !== undefined && high !== undefined && low >= high) return {};
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
};

const INTERPRETED: Readonly<Record<string, string>> = {
  H: 'high',
  HH: 'critically high',
  L: 'low',
  LL: 'critically low',
  N: 'normal',
  A: 'abnormal',
  AA: 'critically abnormal',
};

const interpretationOf = (shape: Component): { interpretation?: string } => {
  const code = shape.interpretation[0]?.coding.find((coding) => coding.code)?.code;
  const words = INTERPRETED[code ?? ''] ?? naming(shape.interpretation[0])?.name;
  return words ? { interpretation: words } : {};
};

/** One entry per value: a blood pressure yields its systolic and its diastolic part. */
export const readObservation = (
  entry: Entry,
  { references, nameOfCode }: Reading,
): Read<ChartObservation[]> => {
  const shape = ObservationShape.parse(entry.resource);
  if (shape.status === 'entered-in-error') return { reason: WRONG };
  if (shape.status === 'cancelled') return { reason: 'cancelled' };
  const category =
    CATEGORIES.find((each) => shape.category.some((concept) => isCoded(concept, each))) ?? ('other' as const);
  const called = (concept: Component['code']): Naming | undefined => {
    const found = naming(concept);
    if (!found) return undefined;
    const hasText = !!concept?.text?.trim() || concept?.coding.some((coding) => coding.display?.trim());
    return hasText ? found : { ...found, name: nameOfCode(found.code ?? '') ?? found.name };
  };
  const common = {
    category,
    ...dated(
      'when',
      shape.effectiveDateTime,
      shape.effectiveInstant,
      shape.effectivePeriod?.end,
      shape.effectivePeriod?.start,
      shape.issued,
    ),
    ...keysOf(references, shape.basedOn),
  };
  const observed: ChartObservation[] = [];
  const add = (part: Component, path: string, id: string, parent?: Naming): void => {
    const name = called(part.code) ?? parent;
    const value = valueOf(part);
    if (!name || !value) return;
    observed.push({
      id,
      ...name,
      ...common,
      ...value,
      ...rangeOf(part),
      ...interpretationOf(part),
      evidence: [evidenceAt(entry, path)],
    });
  };
  add(shape, '', idOf(entry));
  const whole = called(shape.code);
  shape.component.forEach((part, at) => {
    add(part, `/component/${at}`, `${idOf(entry)}-${at + 1}`, whole);
  });
  if (observed.length) return { value: observed };
  if (shape.hasMember.length) return { value: [] };
  return { reason: whole ? 'a result without a value' : 'a result without name or code' };
};
