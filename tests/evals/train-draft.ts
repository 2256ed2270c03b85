/**
 * Trains the drafter's linear models from the train sets in ../shared/data (ACI-Bench, MTS-Dialog) and writes them to
 * resources/models/draft-*.json: which claims a reference note keeps, which section they go to, who speaks,
 * and which words notes take over from what was said. Features are
 * unigrams and bigrams seen in at least five visits; names of people are left out. Deterministic: the same data give the
 * same files. `node --import tsx tests/evals/train-draft.ts` (about a minute).
 */
import { readFileSync } from 'node:fs';
import { dialogueToTranscript, loadDraftKnowledge } from '../../shared/draft/index.ts';
import { claimFeatures } from '../../shared/draft/note/claim-features.ts';
import { utteranceFeatures } from '../../shared/draft/utterances/features.ts';
import { type Claim, claimsOf } from '../../shared/draft/facts/claims-of.ts';
import { contentStems } from '../../shared/draft/stems.ts';
import { utterances } from '../../shared/draft/utterances/utterances.ts';
import { type Example, fit } from './fit-linear.ts';
import { type Model, writeModel } from './write-model.ts';

const DATA = new URL('../../../shared/data/', import.meta.url);
const SEEN_IN_VISITS = 5;
/** Visits' worth of the mean that a word's share starts with. */
const DRAWN = 8;

interface Visit {
  readonly id: string;
  readonly dialogue: { speaker: string; text: string }[];
  readonly note: string;
  readonly metadata: Record<string, string | number | null>;
}

const load = (name: string): Visit[] =>
  readFileSync(new URL(name, DATA), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Visit);

const MTS_SECTION: Record<string, string> = {
  ASSESSMENT: 'plan',
  PLAN: 'plan',
  DISPOSITION: 'plan',
  DIAGNOSIS: 'plan',
  EDCOURSE: 'plan',
  EXAM: 'exam',
  LABS: 'results',
  IMAGING: 'results',
};

const HEADERS: readonly (readonly [RegExp, string])[] = [
  [/^\s*(?:physical exam|exam|vitals|physical examination)/i, 'exam'],
  [/^\s*(?:results|findings)\b/i, 'results'],
  [/^\s*(?:assessment|plan|impression)/i, 'plan'],
  [
    /^\s*(?:chief complaint|history|hpi|review of systems|past|social|family|medical|medications|allergies|cc|ros|current)/i,
    'history',
  ],
];

interface Sentence {
  readonly section: string;
  readonly stems: ReadonlySet<string>;
}

const isHeader = (line: string): boolean =>
  /^[A-Z][A-Z &/,]{3,}:?\s*$/.test(line.trim()) || /^[A-Za-z ]{3,30}:?\s*$/.test(line.trim());

const sentencesOf = (visit: Visit, section: string | undefined): Sentence[] => {
  let current = section ?? 'history';
  const found: Sentence[] = [];
  for (const line of visit.note.split('\n')) {
    if (section === undefined && isHeader(line))
      current = HEADERS.find(([pattern]) => pattern.test(line))?.[1] ?? current;
    for (const sentence of line.split(/(?<=[.!?])\s+/)) {
      const stems = new Set(contentStems(sentence));
      if (stems.size > 0) found.push({ section: current, stems });
    }
  }
  return found;
};

/** Words that mostly follow a title or a greeting, and the names in the metadata, are names. */
const namesIn = (visits: readonly Visit[]): ReadonlySet<string> => {
  const after = new Map<string, number>();
  const all = new Map<string, number>();
  const names = new Set<string>();
  for (const visit of visits) {
    for (const key of ['patient_firstname', 'patient_familyname', 'doctor_name'])
      for (const part of String(visit.metadata[key] ?? '')
        .toLowerCase()
        .match(/[a-z]+/g) ?? [])
        names.add(part);
    for (const turn of visit.dialogue) {
      const words = turn.text.toLowerCase().match(/[a-z]+/g) ?? [];
      words.forEach((word, index) => {
        all.set(word, (all.get(word) ?? 0) + 1);
        if (
          /^(?:mr|mrs|ms|miss|dr|doctor|hi|hey|hello|bye|goodbye|morning|afternoon)$/.test(
            words[index - 1] ?? '',
          )
        )
          after.set(word, (after.get(word) ?? 0) + 1);
      });
    }
  }
  for (const [word, count] of after) if (count / (all.get(word) ?? 1) > 0.3) names.add(word);
  for (const common of [
    '',
    'a',
    'the',
    'will',
    'may',
    'young',
    'brown',
    'rose',
    'long',
    'may',
    'grace',
    'there',
  ])
    names.delete(common);
  return names;
};

const knowledge = loadDraftKnowledge();
const aci = load('aci_train.jsonl');
const mts = load('mts_train.jsonl');
const everyone = [...aci, ...mts];
const names = namesIn(everyone);
const byVisit = new Map<string, number>();
const documents = new Map<string, number>();
for (const visit of everyone)
  for (const stem of new Set(contentStems(visit.dialogue.map((turn) => turn.text).join(' '))))
    documents.set(stem, (documents.get(stem) ?? 0) + 1);
const weight = (stem: string): number =>
  Math.log((everyone.length + 1) / ((documents.get(stem) ?? 0) + 1)) + 0.2;

const covered = (stems: readonly string[], by: ReadonlySet<string>): number => {
  const total = stems.reduce((sum, stem) => sum + weight(stem), 0);
  return total === 0
    ? 0
    : stems.filter((stem) => by.has(stem)).reduce((sum, stem) => sum + weight(stem), 0) / total;
};

const counted = (features: readonly string[]): void => {
  for (const feature of features) byVisit.set(feature, (byVisit.get(feature) ?? 0) + 1);
};
const isNamed = (feature: string): boolean =>
  feature
    .replace(/^q:/, '')
    .split(' ')
    .some((word) => names.has(word));

const keep: Example[] = [];
const sections: Example[] = [];
const speakers: Example[] = [];

const learnFrom = (visit: Visit, isSnippet: boolean): void => {
  const transcript = dialogueToTranscript(visit);
  const section = isSnippet
    ? (MTS_SECTION[String(visit.metadata['section_header'])] ?? 'history')
    : undefined;
  const reference = sentencesOf(visit, section);
  const whole = new Set(reference.flatMap((sentence) => [...sentence.stems]));
  const claims: readonly Claim[] = claimsOf(transcript, knowledge, 'they');
  const seen = new Set<string>();
  for (const claim of claims) {
    const stems = contentStems(claim.text);
    let top = 0;
    let where = 'history';
    for (const sentence of reference) {
      const share = covered(stems, sentence.stems);
      if (share > top) {
        top = share;
        where = sentence.section;
      }
    }
    const features = claimFeatures(claim, transcript.turns.length);
    features.forEach((feature) => seen.add(feature));
    const importance = isSnippet ? 0.3 : 1;
    keep.push({ features, target: [0.6 * top + 0.4 * covered(stems, whole)], importance });
    if (top >= 0.45)
      sections.push({
        features,
        target: ['history', 'exam', 'results', 'plan'].map((name) => (name === where ? 1 : 0)),
        importance,
      });
  }
  const swapped = Number(visit.metadata['speaker_swap_models_flagging'] ?? 0) >= 2;
  if (!swapped)
    for (const each of utterances(transcript.turns, knowledge.lexicon)) {
      if (each.speaker === 'other') continue;
      const features = utteranceFeatures(each.said, each.asks);
      features.forEach((feature) => seen.add(feature));
      speakers.push({
        features,
        target: [each.speaker === 'clinician' ? 1 : 0],
        importance: isSnippet ? 0.5 : 1,
      });
    }
  counted([...seen]);
};

for (const visit of aci) learnFrom(visit, false);
for (const visit of mts) learnFrom(visit, true);

const allowed = (feature: string): boolean =>
  (byVisit.get(feature) ?? 0) >= SEEN_IN_VISITS && !isNamed(feature);

const write = (name: string, classes: readonly string[], model: Model): void => {
  writeModel(
    name,
    {
      source:
        'ACI-Bench train (Yim et al. 2023, CC BY 4.0), 67 visits; MTS-Dialog train (Ben Abacha et al. 2023, CC BY 4.0), 1201 snippets',
      date: '2026-11-25',
      trainedBy: 'tests/evals/train-draft.ts',
    },
    classes,
    model,
  );
};

/** Of the visits that say a word, the share whose note writes it too; seldom said words are drawn to the mean of all. */
const wordWorth = (): Model => {
  const kept = new Map<string, number>();
  let said = 0;
  let written = 0;
  for (const visit of everyone) {
    const note = new Set(contentStems(visit.note));
    for (const stem of new Set(contentStems(visit.dialogue.map((turn) => turn.text).join(' ')))) {
      said += 1;
      if (!note.has(stem)) continue;
      written += 1;
      kept.set(stem, (kept.get(stem) ?? 0) + 1);
    }
  }
  const mean = written / said;
  const rows = [...documents]
    .filter(([stem, count]) => count >= SEEN_IN_VISITS && !names.has(stem) && !/\d/.test(stem))
    .map(([stem, count]): [string, number[]] => [
      stem,
      [((kept.get(stem) ?? 0) + DRAWN * mean) / (count + DRAWN) - mean],
    ]);
  return { bias: [mean], weights: new Map(rows) };
};

const SECTIONS = ['history', 'exam', 'results', 'plan'];
write('draft-keep.json', ['keep'], fit(keep, 1, allowed, 2e-4));
write('draft-section.json', SECTIONS, fit(sections, SECTIONS.length, allowed, 2e-4));
write('draft-speaker.json', ['clinician'], fit(speakers, 1, allowed, 5e-5));
write('draft-words.json', ['kept'], wordWorth());
