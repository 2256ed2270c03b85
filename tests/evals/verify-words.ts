/**
 * Makes resources/knowledge/review-words.json from the train sets: how rare a stem is, and which spoken stems notes
 * write as which (IBM model 1). Single words only, each seen in at least five visits, none of them a name.
 * Usage: node --import tsx tests/evals/verify-words.ts [--data ../shared/data]
 */
import { writeFileSync } from 'node:fs';
import { loadDrugs } from '../../shared/knowledge/drugs.ts';
import { loadLanguage } from '../../shared/language/index.ts';
import { readText } from '../../shared/review/reading.ts';
import { dataFolder, readRows, type Visit } from './verify-data.ts';

const LEAST_VISITS = 5;
const ROUNDS = 4;
const LEAST_SHARE = 0.04;
const MOST_SOURCES = 6;

const language = loadLanguage();
const drugs = loadDrugs();
const stemsOf = (text: string): ReadonlySet<string> =>
  new Set(readText(text, language, drugs).items.flatMap((item) => (item.kind === 'word' ? [item.key] : [])));
const spokenOf = (visit: Visit): string => visit.dialogue.map((turn) => turn.text).join('\n');

/** Names of people: those the metadata gives, and words that stand after a title or a greeting. */
const namesIn = (visits: readonly Visit[]): ReadonlySet<string> => {
  const names = new Set<string>();
  const add = (text: string): void =>
    text.split(/[^a-z]+/).forEach((word) => word && names.add(language.stem(word)));
  for (const visit of visits) {
    for (const [key, value] of Object.entries(visit.metadata ?? {}))
      if (/name/.test(key) && typeof value === 'string') add(value.toLowerCase());
    for (const match of spokenOf(visit)
      .toLowerCase()
      .matchAll(/\b(?:mr|mrs|ms|miss|dr|doctor|hi|hello|hey|morning)\b[ .,]*([a-z]+)/g))
      if (!language.stop.has(match[1] ?? '')) add(match[1] ?? '');
  }
  return names;
};

const translate = (pairs: readonly (readonly [readonly string[], readonly string[]])[]) => {
  let table = new Map<string, Map<string, number>>();
  const share = (from: string, to: string, first: boolean): number =>
    first ? 1 : (table.get(from)?.get(to) ?? 0);
  for (let round = 0; round < ROUNDS; round += 1) {
    const counts = new Map<string, Map<string, number>>();
    for (const [source, target] of pairs)
      for (const word of target) {
        const sum = source.reduce((total, from) => total + share(from, word, round === 0), 0);
        if (!sum) continue;
        for (const from of source) {
          const part = share(from, word, round === 0) / sum;
          if (part < 0.005) continue;
          const row = counts.get(from) ?? new Map<string, number>();
          row.set(word, (row.get(word) ?? 0) + part);
          counts.set(from, row);
        }
      }
    table = new Map(
      [...counts].map(([from, row]) => {
        const total = [...row.values()].reduce((a, b) => a + b, 0) + 1;
        return [from, new Map([...row].map(([to, count]) => [to, count / total]))];
      }),
    );
  }
  return table;
};

const main = (): void => {
  const folder = dataFolder();
  const files = ['aci_train.jsonl', 'mts_train.jsonl'];
  const visits = files.flatMap((file) => readRows<Visit>(`${folder}/${file}`));
  const names = namesIn(visits);
  const seen = new Map<string, number>();
  const read = visits.map((visit) => ({ spoken: stemsOf(spokenOf(visit)), note: stemsOf(visit.note) }));
  for (const { spoken, note } of read)
    for (const stem of new Set([...spoken, ...note])) seen.set(stem, (seen.get(stem) ?? 0) + 1);
  const kept = new Set(
    [...seen].flatMap(([stem, count]) =>
      count >= LEAST_VISITS && !names.has(stem) && /^[a-z]/.test(stem) ? [stem] : [],
    ),
  );
  const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
  const rarity = Object.fromEntries(
    [...kept]
      .sort()
      .map((stem) => [stem, rounded(Math.log(visits.length / ((seen.get(stem) ?? 0) + 1)) + 0.1, 2)]),
  );
  const only = (stems: ReadonlySet<string>): string[] => [...stems].filter((stem) => kept.has(stem));
  const table = translate(
    read.map(({ spoken, note }) => [[...only(spoken).slice(0, 150), '<none>'], only(note)] as const),
  );
  const backward = new Map<string, [string, number][]>();
  for (const [from, row] of table)
    for (const [to, part] of row)
      if (from !== to && from !== '<none>' && part > LEAST_SHARE)
        backward.set(to, [...(backward.get(to) ?? []), [from, rounded(part, 3)]]);
  const learned = Object.fromEntries(
    [...backward]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([to, row]) => [
        to,
        Object.fromEntries(row.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_SOURCES)),
      ]),
  );
  const file = {
    source: `Counted by tests/evals/verify-words.ts over ${visits.length} dialogues and notes of ACI-Bench train (Yim et al. 2023) and MTS-Dialog train (Ben Abacha et al. 2023), both CC BY 4.0: single stems seen in at least ${LEAST_VISITS} visits, names left out`,
    date: new Date().toISOString().slice(0, 10),
    unknown: rounded(Math.log(visits.length / 3), 2),
    rarity,
    learned,
  };
  writeFileSync('resources/knowledge/review-words.json', `${JSON.stringify(file, null, 1)}\n`);
  process.stdout.write(`${kept.size} stems, ${Object.keys(learned).length} learned\n`);
};
main();
