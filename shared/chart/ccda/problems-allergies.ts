import { all, attribute, find, type Element } from './xml.ts';
import { conceptOf, isNegated, related, status, whenOf, wordsOf, type Narrative } from './values.ts';

type Json = Record<string, unknown>;

// LOINC 33999-4 "Status", and the SNOMED CT values the C-CDA guide allows for it.
const STATUS_CODE = '33999-4';
const STATUSES: Readonly<Record<string, string>> = {
  '55561003': 'active',
  '73425007': 'inactive',
  '413322009': 'resolved',
};
const CLOSED = ['completed', 'aborted', 'suspended'];

const chartedStatus = (observation: Element): string | undefined =>
  all(observation, 'entryRelationship')
    .flatMap((each) => all(each, 'observation'))
    .filter((each) => attribute(find(each, 'code'), 'code') === STATUS_CODE)
    .map((each) => STATUSES[attribute(find(each, 'value'), 'code') ?? ''])
    .find(Boolean);

/** Observations of a concern act; an observation that stands alone counts as its own concern. */
export const observationsOf = (entry: Element): { concern: Element; observation: Element }[] =>
  entry.children.flatMap((concern) =>
    concern.name === 'observation'
      ? [{ concern, observation: concern }]
      : all(concern, 'entryRelationship')
          .flatMap((each) => all(each, 'observation'))
          .map((observation) => ({ concern, observation })),
  );

/** A problem. One that is said not to be there is `refuted`. */
export const toCondition = (concern: Element, observation: Element, narrative: Narrative): Json => {
  const { start, end } = whenOf(observation);
  const isClosed = CLOSED.includes(attribute(find(concern, 'statusCode'), 'code') ?? '');
  const isConcern = concern !== observation;
  const fallback = end ? 'resolved' : isConcern && isClosed ? 'inactive' : 'active';
  return {
    resourceType: 'Condition',
    clinicalStatus: status('condition-clinical', chartedStatus(observation) ?? fallback),
    ...(isNegated(observation) ? { verificationStatus: status('condition-ver-status', 'refuted') } : {}),
    category: [status('condition-category', 'problem-list-item')],
    code:
      conceptOf(find(observation, 'value'), narrative) ??
      textConcept(wordsOf(find(observation, 'text'), narrative)),
    ...(start ? { onsetDateTime: start } : {}),
    ...(end ? { abatementDateTime: end } : {}),
    ...(whenOf(concern).start ? { recordedDate: whenOf(concern).start } : {}),
  };
};

const textConcept = (text: string | undefined): Json | undefined => (text ? { text } : undefined);

// SNOMED CT kinds of propensity, as the C-CDA value set "Allergy and Intolerance Type" lists them.
const KINDS: Readonly<Record<string, { category?: string; type?: string }>> = {
  '416098002': { category: 'medication', type: 'allergy' },
  '419511003': { category: 'medication' },
  '59037007': { category: 'medication', type: 'intolerance' },
  '414285001': { category: 'food', type: 'allergy' },
  '418471000': { category: 'food' },
  '235719002': { category: 'food', type: 'intolerance' },
  '426232007': { category: 'environment', type: 'allergy' },
  '419199007': { type: 'allergy' },
};
// SNOMED CT: no known drug allergy, no known food allergy, no known environmental allergy, no known allergy.
const NONE_KNOWN: Readonly<Record<string, string>> = {
  medication: '409137002',
  food: '429625007',
  environment: '428607008',
};
const NO_KNOWN_ALLERGY = '716186003';

const severityOf = (observation: Element, narrative: Narrative): string | undefined =>
  related(observation, 'SUBJ', 'observation')
    .filter((each) => attribute(find(each, 'code'), 'code') === 'SEV')
    .map((each) => conceptOf(find(each, 'value'), narrative)?.['text'])
    .find((text) => typeof text === 'string')
    ?.toLowerCase();

const reactionOf = (observation: Element, narrative: Narrative): Json => {
  const manifestation = conceptOf(find(observation, 'value'), narrative);
  const description = wordsOf(find(observation, 'text'), narrative);
  const severity = severityOf(observation, narrative);
  return {
    ...(manifestation ? { manifestation: [manifestation] } : {}),
    ...(description ? { description } : {}),
    ...(severity ? { severity } : {}),
  };
};

const ANY =
  /^(assertion|drug|medication|food|environment|substance|allerg|propensity|no known|none|nka|nkda)/i;

/**
 * The substance, and whether it is the one that is denied. A denial of all ("no known allergies") becomes the code that
 * says so; "no allergy to penicillin" says nothing about other medicines and is refuted.
 */
const substanceOf = (
  observation: Element,
  category: string | undefined,
  narrative: Narrative,
): { code?: Json; isRefuted: boolean } => {
  const entity = find(observation, 'participant', 'participantRole', 'playingEntity');
  const code =
    conceptOf(find(entity, 'code'), narrative) ??
    textConcept(wordsOf(find(entity, 'name'), narrative)) ??
    textConcept(wordsOf(find(observation, 'text'), narrative));
  if (!isNegated(observation)) return { ...(code ? { code } : {}), isRefuted: false };
  const text = code?.['text'];
  if (code && !(typeof text === 'string' && ANY.test(text))) return { code, isRefuted: true };
  const none = NONE_KNOWN[category ?? ''] ?? NO_KNOWN_ALLERGY;
  return { code: { coding: [{ system: 'http://snomed.info/sct', code: none }] }, isRefuted: false };
};

/** An allergy with kind and reactions. A closed concern without an end is no reason to drop one. */
export const toAllergy = (concern: Element, observation: Element, narrative: Narrative): Json => {
  const { category, type } = KINDS[attribute(find(observation, 'value'), 'code') ?? ''] ?? {};
  const { start, end } = whenOf(observation);
  const recorded = start ?? whenOf(concern).start;
  const { code, isRefuted } = substanceOf(observation, category, narrative);
  const severity = severityOf(observation, narrative);
  const reactions = related(observation, 'MFST', 'observation').map((each) => reactionOf(each, narrative));
  return {
    resourceType: 'AllergyIntolerance',
    clinicalStatus: status(
      'allergyintolerance-clinical',
      chartedStatus(observation) ?? (end ? 'resolved' : 'active'),
    ),
    ...(isRefuted ? { verificationStatus: status('allergyintolerance-verification', 'refuted') } : {}),
    ...(type ? { type } : {}),
    ...(category ? { category: [category] } : {}),
    ...(code ? { code } : {}),
    ...(recorded ? { recordedDate: recorded } : {}),
    reaction: reactions.length ? reactions : severity ? [{ severity }] : [],
  };
};
