/**
 * Facts about medicines, orders, referrals and follow-up that a reference note holds and the dialogue supports, found in
 * the draft of the same visit.
 *
 * The rule. A fact is one of:
 * - medicine: a medicine that the reference note names, by its substance, anywhere in the note;
 * - dose: a strength ("20 mg") that the reference note gives to a medicine in the same sentence;
 * - order, referral: a test or a service of the lists below, named in a sentence of the reference's plan;
 * - follow-up: a time until the next visit ("3 months") in a sentence of the plan that speaks of follow-up or return.
 * It counts where the dialogue supports it: the same substance, the strength as a number, the same test or service, the
 * same number and unit is said. It is found where the draft names it. Each fact counts once a visit. The length of the
 * draft is the drafter's own default.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DraftKnowledge,
  dialogueToTranscript,
  draftVisit,
  loadDraftKnowledge,
  renderNoteText,
} from '../../shared/draft/index.ts';
import { loadLanguage, readQuantities, tokenise, type Language } from '../../shared/language/index.ts';
import type { EvalContext, EvalPart, EvalRow } from './table.ts';

const BAR = 75;
const ORDERS =
  'x-?rays?|mri|ct|ultrasound|echo(?:cardiogram)?|e[kc]g|a1c|cbc|metabolic panel|lipid(?: panel)?|urinalysis|culture|biopsy|mammogram|colonoscopy|endoscopy|egd|stress test|pulmonary function|pfts?|sleep study|emg|dexa|bone density|spirometry|blood ?work|labs|thyroid|tsh|covid test|holter|swab|stool|angiogram|catheterization';
const REFERRALS =
  'physical therapy|occupational therapy|physiotherap\\w+|cardiolog\\w+|dermatolog\\w+|neurolog\\w+|urolog\\w+|orthop(?:a?edic)\\w*|gastroenterolog\\w+|endocrinolog\\w+|nephrolog\\w+|rheumatolog\\w+|ophthalmolog\\w+|psychiatr\\w+|psycholog\\w+|psychotherap\\w+|nutrition\\w*|diet[ic]ti?an|podiatr\\w+|pulmonolog\\w+|oncolog\\w+|hematolog\\w+|surgeon|surgery|counsel\\w+|pain management|allergist|ent';
const PLAN = /^\s*(?:assessment|plan|impression)/i;
const HEADER = /^[A-Z][A-Z &/,]{3,}:?\s*$/;
const FOLLOW_UP = /follow|return|see (?:him|her|them|me|you)|back|recheck|revisit|appointment/i;

interface Visit {
  readonly id: string;
  readonly dialogue: readonly { readonly speaker: string; readonly text: string }[];
  readonly note: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export type PlanFactKind = 'medicine' | 'dose' | 'order' | 'referral' | 'follow-up';
export interface PlanFact {
  readonly kind: PlanFactKind;
  readonly key: string;
}

interface Reader {
  readonly knowledge: DraftKnowledge;
  readonly language: Language;
}

const sentences = (text: string): readonly string[] => text.split(/(?<=[.!?])\s+|\n+/);

const planOf = (note: string): readonly string[] => {
  let inside = false;
  return note.split('\n').flatMap((line) => {
    if (HEADER.test(line.trim()) || PLAN.test(line)) inside = PLAN.test(line);
    return inside ? sentences(line) : [];
  });
};

const terms = (text: string, list: string): readonly string[] =>
  [...text.toLowerCase().matchAll(new RegExp(`\\b(?:${list})\\b`, 'g'))].map(([term]) =>
    term.replace(/[- ]|s$/g, '').slice(0, 8),
  );

const strengths = (text: string, { language }: Reader): readonly string[] =>
  readQuantities(tokenise(text), language)
    .filter((each) => each.unit !== undefined && /^(?:mg|mcg|g|ml|unit|units)$/.test(each.unit))
    .map((each) => each.value);

const times = (text: string, { language }: Reader): readonly string[] =>
  [...text.toLowerCase().matchAll(/\b(\w+(?:-\w+)?) (day|week|month|year)s?\b/g)].flatMap(
    ([, count, unit]) => {
      const number = /^(?:a|an|one)$/.test(count ?? '')
        ? '1'
        : (readQuantities(tokenise(count ?? ''), language)[0]?.value ?? '');
      return number === '' ? [] : [`${number} ${unit ?? ''}`];
    },
  );

const unique = (facts: readonly PlanFact[]): readonly PlanFact[] => [
  ...new Map(facts.map((fact) => [`${fact.kind} ${fact.key}`, fact])).values(),
];

/** The facts of a reference note. */
export const planFacts = (note: string, reader: Reader): readonly PlanFact[] => {
  const plan = planOf(note);
  const medicines = sentences(note).flatMap((sentence) => {
    const found = reader.knowledge.drugs.find(sentence).filter((each) => !each.isGroup);
    const doses = found.length > 0 ? strengths(sentence, reader) : [];
    return [
      ...found.map(({ name }): PlanFact => ({ kind: 'medicine', key: name })),
      ...doses.map((key): PlanFact => ({ kind: 'dose', key })),
    ];
  });
  const planned = plan.flatMap((sentence) => [
    ...terms(sentence, ORDERS).map((key): PlanFact => ({ kind: 'order', key })),
    ...terms(sentence, REFERRALS).map((key): PlanFact => ({ kind: 'referral', key })),
    ...(FOLLOW_UP.test(sentence) ? times(sentence, reader) : []).map((key): PlanFact => ({
      kind: 'follow-up',
      key,
    })),
  ]);
  return unique([...medicines, ...planned]);
};

/** Whether a text says the fact. */
const says = (text: string, reader: Reader): ((fact: PlanFact) => boolean) => {
  const said: Readonly<Record<PlanFactKind, ReadonlySet<string>>> = {
    medicine: new Set(reader.knowledge.drugs.find(text).map((each) => each.name)),
    dose: new Set(readQuantities(tokenise(text), reader.language).map((each) => each.value)),
    order: new Set(terms(text, ORDERS)),
    referral: new Set(terms(text, REFERRALS)),
    'follow-up': new Set(times(text, reader)),
  };
  return ({ kind, key }) => said[kind].has(key);
};

interface Tally {
  found: number;
  all: number;
}

const share = ({ found, all }: Tally): string =>
  `${((100 * found) / Math.max(1, all)).toFixed(1)} % (${String(found)}/${String(all)})`;

const KINDS: readonly PlanFactKind[] = ['medicine', 'dose', 'order', 'referral', 'follow-up'];

/** Of a set, or of the visits of one subset or one sex. */
const measure = (
  shared: string,
  set: string,
  reader: Reader,
  belongs: (visit: Visit) => boolean = () => true,
): { readonly total: Tally; readonly byKind: ReadonlyMap<string, Tally>; readonly words: number } => {
  const visits = readFileSync(join(shared, 'data', set), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Visit)
    .filter(belongs);
  const total: Tally = { found: 0, all: 0 };
  const byKind = new Map<string, Tally>(KINDS.map((kind) => [kind, { found: 0, all: 0 }]));
  let words = 0;
  for (const visit of visits) {
    const dialogue = visit.dialogue.map((turn) => turn.text).join(' . ');
    const transcript = dialogueToTranscript({ id: visit.id, dialogue: [...visit.dialogue] });
    const draft = renderNoteText(draftVisit({ transcript, knowledge: reader.knowledge }).note);
    words += draft.split(/\s+/).length;
    const supported = says(dialogue, reader);
    const drafted = says(draft, reader);
    for (const fact of planFacts(visit.note, reader).filter(supported))
      for (const tally of [total, byKind.get(fact.kind)]) {
        if (!tally) continue;
        tally.all += 1;
        if (drafted(fact)) tally.found += 1;
      }
  }
  return { total, byKind, words: words / visits.length };
};

const rowOf = (shared: string, set: string, reader: Reader): EvalRow => {
  const { total, byKind, words } = measure(shared, set, reader);
  const kinds = KINDS.map((kind) => `${kind} ${share(byKind.get(kind) ?? { found: 0, all: 0 })}`).join(', ');
  return {
    figure: 'medicines, orders, referrals and follow-up of the reference that the dialogue supports',
    value: `${share(total)} at ${words.toFixed(0)} words: ${kinds}`,
    bar: `${String(BAR)} %`,
    met: total.found >= (BAR / 100) * total.all,
    data: set,
  };
};

const GROUPS: readonly (readonly [field: string, value: string])[] = [
  ['subset', 'aci'],
  ['subset', 'virtassist'],
  ['subset', 'virtscribe'],
  ['patient_gender', 'female'],
  ['patient_gender', 'male'],
];

const groupsRow = (shared: string, set: string, reader: Reader): EvalRow => ({
  figure: 'the same by subset and by sex',
  value: GROUPS.map(
    ([field, value]) =>
      `${value} ${share(measure(shared, set, reader, (visit) => visit.metadata[field] === value).total)}`,
  ).join(', '),
  data: set,
});

const reader = (): Reader => ({ knowledge: loadDraftKnowledge(), language: loadLanguage() });

/** Plan facts found in the draft, ACI-Bench valid and test1. */
export const planFactsFound: EvalPart = {
  name: 'plan-facts',
  run: ({ shared, say }: EvalContext) => {
    say('plan facts of the reference notes');
    const own = reader();
    return Promise.resolve(
      ['aci_valid.jsonl', 'aci_test1.jsonl'].flatMap((set) => [
        rowOf(shared, set, own),
        groupsRow(shared, set, own),
      ]),
    );
  },
};
