import type { ChartAnswer, ChartEvent, ChartRelative } from '../../contract/chart.ts';
import type { Entry } from './bundle.ts';
import { isCoded, naming, plain, type Naming } from './concept.ts';
import { dated, evidenceAt, idOf, keysOf, WRONG, type Read, type Reading } from './context.ts';
import {
  AnswerItemShape,
  AnswersShape,
  ConceptList,
  EventShape,
  RelativeShape,
  type Concept,
} from './shapes.ts';
import type { z } from 'zod';

type Shape = z.infer<typeof EventShape>;

const concepts = (value: unknown): Concept[] => {
  const parsed = ConceptList.safeParse(value);
  return parsed.success ? parsed.data : [];
};

// HL7 v3 ActCode classes of encounters.
const CONTACTS: Readonly<Record<string, ChartEvent['kind']>> = {
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
  SS: 'inpatient',
  OBSENC: 'inpatient',
  EMER: 'emergency',
  AMB: 'ambulatory',
  HH: 'ambulatory',
  VR: 'ambulatory',
};

const decoded = (
  attachment: { contentType?: string | undefined; data?: string | undefined } | undefined,
): string | undefined => {
  if (!attachment?.data || !/^text\/plain/i.test(attachment.contentType ?? '')) return undefined;
  return Buffer.from(attachment.data, 'base64').toString('utf8').slice(0, 20_000);
};

const detailOf = (shape: Shape): string | undefined => {
  const described = typeof shape.description === 'string' ? shape.description : undefined;
  const text = shape.conclusion ?? naming(shape.reasonCode[0])?.name ?? shape.note[0]?.text ?? described;
  return text ? plain(text) : undefined;
};

interface EventKind {
  /** What it is called where the resource gives no name of its own. */
  readonly unnamed?: string;
  readonly name: (shape: Shape) => { readonly called: Naming; readonly path: string } | undefined;
  readonly kind?: (shape: Shape) => ChartEvent['kind'];
  readonly detail?: (shape: Shape) => string | undefined;
}

const byCode = (shape: Shape) => {
  const called = naming(shape.code);
  return called && { called, path: '/code' };
};
const byList = (value: unknown, path: string) => {
  const called = concepts(value)
    .map((concept) => naming(concept))
    .find(Boolean);
  return called && { called, path };
};

export const ENCOUNTER: EventKind = {
  unnamed: 'Encounter',
  name: (shape) => byList(shape.type, '/type/0'),
  kind: (shape) => CONTACTS[shape.class?.code ?? ''] ?? 'other',
};
export const PROCEDURE: EventKind = { name: byCode };
export const REPORT: EventKind = { name: byCode };
export const IMMUNIZATION: EventKind = {
  name: (shape) => {
    const called = naming(shape.vaccineCode);
    return called && { called, path: '/vaccineCode' };
  },
};
const REFERRAL = /\b(referral|refer to|consult(ation)?)\b/i;
// SNOMED CT 3457005 patient referral, 306206005 referral to service, 11429006 consultation.
const REFERRAL_CODES = ['3457005', '306206005', '11429006'];
export const ORDER: EventKind = {
  name: byCode,
  kind: (shape) => {
    const categories = concepts(shape.category);
    const isReferral =
      categories.some(
        (each) => isCoded(each, ...REFERRAL_CODES) || REFERRAL.test(naming(each)?.name ?? ''),
      ) || REFERRAL.test(naming(shape.code)?.name ?? '');
    return isReferral ? 'referral' : 'test';
  },
};
export const DOCUMENT: EventKind = {
  unnamed: 'Document',
  name: (shape) =>
    byList(shape.type, '/type') ??
    (shape.title ? { called: { name: plain(shape.title) }, path: '/title' } : undefined),
  detail: (shape) => shape.content.map((each) => decoded(each.attachment)).find(Boolean),
};

/** Anything that happened or was ordered at a time. */
export const readEvent =
  (what: EventKind) =>
  (entry: Entry, { references }: Reading): Read<ChartEvent> => {
    const shape = EventShape.parse(entry.resource);
    if (shape.status === 'entered-in-error') return { reason: WRONG };
    const named =
      what.name(shape) ?? (what.unnamed ? { called: { name: what.unnamed }, path: '' } : undefined);
    if (!named) return { reason: `${entry.type} without name or code` };
    const kind = what.kind?.(shape);
    const detail = what.detail?.(shape) ?? detailOf(shape);
    const starts = [
      shape.period?.start,
      shape.performedDateTime,
      shape.performedPeriod?.start,
      shape.performedString,
    ];
    const happened = [
      shape.occurrenceDateTime,
      shape.occurrencePeriod?.start,
      shape.effectiveDateTime,
      shape.effectivePeriod?.start,
    ];
    return {
      value: {
        id: idOf(entry),
        ...named.called,
        ...dated('when', ...starts, ...happened, shape.authoredOn, shape.issued, shape.date),
        ...dated('end', shape.period?.end, shape.performedPeriod?.end, shape.occurrencePeriod?.end),
        ...(shape.status ? { status: shape.status } : {}),
        ...(kind ? { kind } : {}),
        ...(detail ? { detail } : {}),
        ...keysOf(references, shape.basedOn),
        evidence: [evidenceAt(entry, named.path)],
      },
    };
  };

export const readRelatives = (entry: Entry): Read<ChartRelative[]> => {
  const shape = RelativeShape.parse(entry.resource);
  if (shape.status === 'entered-in-error') return { reason: WRONG };
  const relation = naming(shape.relationship)?.name ?? 'relative';
  return {
    value: shape.condition.flatMap((condition, at) => {
      const called = naming(condition.code);
      return called
        ? [
            {
              id: `${idOf(entry)}-${at + 1}`,
              ...called,
              relation,
              evidence: [evidenceAt(entry, `/condition/${at}/code`)],
            },
          ]
        : [];
    }),
  };
};

// A form is a few levels deep; whatever is nested further is not a form.
const FORM_DEPTH = 6;

export const readAnswers = (entry: Entry): Read<ChartAnswer[]> => {
  const shape = AnswersShape.parse(entry.resource);
  if (shape.status === 'entered-in-error') return { reason: WRONG };
  const answers: ChartAnswer[] = [];
  const walk = (items: readonly unknown[], path: string, depth: number): void => {
    items.forEach((raw, at) => {
      const parsed = AnswerItemShape.safeParse(raw);
      if (!parsed.success) return;
      const item = parsed.data;
      const here = `${path}/item/${at}`;
      const said = item.answer.flatMap((answer) => {
        const value =
          answer.valueString ??
          answer.valueInteger ??
          answer.valueDecimal ??
          answer.valueDate ??
          answer.valueCoding?.display ??
          answer.valueQuantity?.value ??
          (answer.valueBoolean === undefined ? undefined : answer.valueBoolean ? 'yes' : 'no');
        return value === undefined ? [] : [plain(String(value))];
      });
      if (said.length)
        answers.push({
          question: plain(item.text ?? item.linkId ?? ''),
          answer: said.join('; '),
          ...dated('when', shape.authored),
          evidence: [evidenceAt(entry, here)],
        });
      if (depth < FORM_DEPTH) walk(item.item, here, depth + 1);
    });
  };
  walk(shape.item, '', 0);
  return { value: answers };
};
