import { all, attribute, find, type Element } from './xml.ts';
import {
  conceptOf,
  isNegated,
  rangesOf,
  related,
  valueOf,
  whenOf,
  wordsOf,
  type Narrative,
} from './values.ts';

type Json = Record<string, unknown>;

const textConcept = (text: string | undefined): Json | undefined => (text ? { text } : undefined);

const codeOf = (element: Element, narrative: Narrative): Json | undefined =>
  conceptOf(find(element, 'code'), narrative) ?? textConcept(wordsOf(find(element, 'text'), narrative));

/** A result, vital sign or social observation; `organizer` gives the time where the observation has none. */
export const toObservation = (
  observation: Element,
  category: string,
  narrative: Narrative,
  organizer?: Element,
): Json => {
  const when = whenOf(observation).start ?? whenOf(organizer).start;
  const code = codeOf(observation, narrative);
  const interpretation = conceptOf(find(observation, 'interpretationCode'), narrative);
  return {
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ code: category }] }],
    ...(code ? { code } : {}),
    ...(when ? { effectiveDateTime: when } : {}),
    ...(isNegated(observation) ? {} : valueOf(find(observation, 'value'), narrative)),
    referenceRange: rangesOf(observation),
    ...(interpretation ? { interpretation: [interpretation] } : {}),
  };
};

/** Observations of an entry: alone, or under an organizer (a panel). */
export const toObservations = (entry: Element, category: string, narrative: Narrative): Json[] => [
  ...all(entry, 'observation').map((each) => toObservation(each, category, narrative)),
  ...all(entry, 'organizer').flatMap((organizer) =>
    all(organizer, 'component')
      .flatMap((component) => all(component, 'observation'))
      .map((each) => toObservation(each, category, narrative, organizer)),
  ),
];

const ACTS = ['procedure', 'observation', 'act'];

const actsOf = (entry: Element): Element[] => entry.children.filter(({ name }) => ACTS.includes(name));

export const toProcedures = (entry: Element, narrative: Narrative): Json[] =>
  actsOf(entry).map((act) => {
    const { start, end } = whenOf(act);
    const code = codeOf(act, narrative);
    return {
      resourceType: 'Procedure',
      status: isNegated(act) ? 'not-done' : (attribute(find(act, 'statusCode'), 'code') ?? 'unknown'),
      ...(code ? { code } : {}),
      ...(start ? { performedPeriod: { start, ...(end ? { end } : {}) } } : {}),
    };
  });

// HL7 v3 ActCode, where encounter classes are.
const ACT_CODES = '2.16.840.1.113883.5.4';

/** The class (ambulatory, inpatient, emergency) stands in the code, or in a translation of it. */
const classOf = (code: Element | undefined): string | undefined =>
  [code, ...all(code, 'translation')]
    .filter((each) => attribute(each, 'codeSystem') === ACT_CODES)
    .map((each) => attribute(each, 'code'))
    .find(Boolean);

const reasonsOf = (encounter: Element, narrative: Narrative): Json[] =>
  [
    ...related(encounter, 'RSON', 'observation'),
    ...all(encounter, 'entryRelationship')
      .flatMap((each) => all(each, 'act'))
      .flatMap((act) => related(act, 'SUBJ', 'observation')),
  ]
    .map((each) => conceptOf(find(each, 'value'), narrative))
    .filter((concept) => concept !== undefined);

export const toEncounters = (entry: Element, narrative: Narrative): Json[] =>
  all(entry, 'encounter').map((encounter) => {
    const { start, end } = whenOf(encounter);
    const type = codeOf(encounter, narrative);
    const kind = classOf(find(encounter, 'code'));
    return {
      resourceType: 'Encounter',
      status: 'finished',
      ...(kind ? { class: { code: kind } } : {}),
      ...(type ? { type: [type] } : {}),
      period: { ...(start ? { start } : {}), ...(end ? { end } : {}) },
      reasonCode: reasonsOf(encounter, narrative),
    };
  });

/** Relatives with their illnesses. */
export const toRelatives = (entry: Element, narrative: Narrative): Json[] =>
  all(entry, 'organizer').map((organizer) => ({
    resourceType: 'FamilyMemberHistory',
    status: 'completed',
    relationship: conceptOf(find(organizer, 'subject', 'relatedSubject', 'code'), narrative) ?? {},
    condition: all(organizer, 'component')
      .flatMap((component) => all(component, 'observation'))
      .filter((each) => !isNegated(each))
      .map((each) => ({ code: conceptOf(find(each, 'value'), narrative) })),
  }));

// Moods of what is still to happen: intended, ordered, promised, proposed, appointed.
const PLANNED = ['INT', 'RQO', 'PRMS', 'PRP', 'APT', 'ARQ'];

/** What is planned or ordered, and by its code not yet done. */
export const toOrders = (entry: Element, narrative: Narrative): Json[] =>
  entry.children
    .filter(
      (act) =>
        [...ACTS, 'encounter'].includes(act.name) && PLANNED.includes(attribute(act, 'moodCode') ?? ''),
    )
    .flatMap((act) => {
      const code = codeOf(act, narrative);
      const when = whenOf(act).start;
      const isOver = ['completed', 'cancelled', 'aborted'].includes(
        attribute(find(act, 'statusCode'), 'code') ?? '',
      );
      return code
        ? [
            {
              resourceType: 'ServiceRequest',
              status: isOver ? 'completed' : 'active',
              intent: 'plan',
              code,
              ...(when ? { authoredOn: when } : {}),
            },
          ]
        : [];
    });
