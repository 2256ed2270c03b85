/**
 * Errors of person and time: supported sentences of ACI-Bench train and valid notes, changed by three rules, and how many
 * of them the verifier then flags. Untouched sentences that only these two checks flag are counted beside them.
 * Usage: node --import tsx tests/evals/verify-who-when.ts
 */
import { loadReviewKnowledge, makeVerifier } from '../../shared/review/index.ts';
import { dataFolder, hasData, readRows, turnsOf, type Visit } from './verify-data.ts';

type Change = (sentence: string) => string;

const RELATIVE =
  /\b(?:his|her|the patient's|their)?\s*(?:mother|father|sister|brother|aunt|uncle|grandmother|grandfather)\b/i;
const SUBJECT =
  /^(?:The patient|She|He|Ms\. \w+|Mr\. \w+) (?=has|had|was diagnosed|takes|is taking|reports|denies)/;
const MONTHS = ['January', 'February', 'April', 'June', 'August', 'October', 'December'];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const nextOf = (words: readonly string[], word: string): string =>
  words[(words.findIndex((each) => each.toLowerCase() === word.toLowerCase()) + 3) % words.length] ?? word;

const CHANGES: Readonly<Record<string, Change>> = {
  'a relative told as the patient': (sentence) => sentence.replace(RELATIVE, 'The patient'),
  'the patient told as the mother': (sentence) => sentence.replace(SUBJECT, 'Her mother '),
  'another month or weekday': (sentence) =>
    sentence
      .replace(new RegExp(`\\b(?:${MONTHS.join('|')})\\b`, 'i'), (word) => nextOf(MONTHS, word))
      .replace(new RegExp(`\\b(?:${DAYS.join('|')})\\b`, 'i'), (word) => nextOf(DAYS, word)),
};

const main = (): void => {
  const knowledge = loadReviewKnowledge();
  const visits = ['aci_train', 'aci_valid'].flatMap((name) =>
    readRows<Visit>(`${dataFolder()}/${name}.jsonl`),
  );
  const made = new Map<string, number>();
  const found = new Map<string, number>();
  const raise = (counts: Map<string, number>, key: string): void => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (const visit of visits) {
    const verifier = makeVerifier(turnsOf(visit.dialogue), undefined, knowledge);
    const { sentences } = verifier.check(visit.note);
    for (const { start, end, verdict, reasons } of sentences) {
      raise(made, 'untouched');
      const kinds = reasons.map(({ kind }) => kind);
      if (kinds.length && kinds.every((kind) => kind === 'person' || kind === 'time'))
        raise(found, 'untouched');
      if (verdict !== 'supported') continue;
      const sentence = visit.note.slice(start, end);
      for (const [name, change] of Object.entries(CHANGES)) {
        const changed = change(sentence);
        if (changed === sentence) continue;
        raise(made, name);
        if (verifier.check(changed).sentences.some((each) => each.verdict !== 'supported'))
          raise(found, name);
      }
    }
  }
  for (const [name, count] of made)
    process.stdout.write(`${name}: flagged ${String(found.get(name) ?? 0)} of ${String(count)}\n`);
};

if (hasData()) main();
else process.stdout.write('the evaluation data is absent: skipped\n');
