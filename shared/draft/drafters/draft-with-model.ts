import type { Chart } from '../../contract/chart.ts';
import type { Draft, NoteTemplate } from '../../contract/draft.ts';
import type { LanguageModel, ModelFact, ModelLine, ModelReport } from '../../contract/drafters.ts';
import type { Evidence } from '../../contract/evidence.ts';
import type { Fact } from '../../contract/fact.ts';
import type { NoteItem, NoteSection } from '../../contract/note.ts';
import type { Speaker, Transcript } from '../../contract/transcript.ts';
import type { Language } from '../../language/index.ts';
import { checkStatements, oneLine, type Check, type Checked } from './check-statements.ts';
import { collect } from './collect.ts';
import { isCovered, type ReadGist } from './covers.ts';
import { flagsFor, type HeldLine } from './model-flags.ts';
import { findPlanted, withoutPlanted, type PlantedCue } from './planted.ts';
import type { Prompt } from './prompts.ts';

export interface ModelDraftInput {
  readonly transcript: Transcript;
  readonly chart?: Chart | undefined;
  /** The embedded draft of the same visit: what stands where the model fails, and fills what it forgot. */
  readonly embedded: Draft;
  readonly template: NoteTemplate;
  readonly model: LanguageModel;
  readonly prompt: Prompt;
  readonly language: Language;
  readonly readGist: ReadGist;
  readonly isPlanted: PlantedCue;
  /** The verifier over a transcript and the same chart. */
  readonly verifierOf: (transcript: Transcript) => Check;
  readonly signal: AbortSignal;
  readonly onProgress?: ((share: number) => void) | undefined;
  /** ms that the model may take for the visit; half an hour where it is not said. */
  readonly longestMs?: number | undefined;
}

export interface ModelDrafted {
  readonly draft: Draft;
  /** What the model wrote and nothing bears out; it is in no section of the note. */
  readonly held: readonly HeldLine[];
  readonly report: ModelReport;
}

const turnsOf = (evidence: readonly Evidence[]): readonly string[] =>
  evidence.flatMap((one) => (one.source === 'transcript' ? [one.turn] : []));

const shareTurn = (a: readonly Evidence[], b: readonly Evidence[]): boolean => {
  const turns = new Set(turnsOf(b));
  return turnsOf(a).some((turn) => turns.has(turn));
};

interface Told {
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

/** Whether what one statement says is said by others that rest on the same turns. */
const isTold = (one: Told, by: readonly Told[], readGist: ReadGist): boolean =>
  isCovered(
    readGist(one.text),
    by.filter((other) => shareTurn(one.evidence, other.evidence)).map(({ text }) => readGist(text)),
  );

/**
 * A detail of a fact counts only as far as it stands in the fact's own text, which the verifier has read. Whether a
 * medicine starts or stops is read from the words said, never taken from a model.
 */
const factFrom = (fact: ModelFact, evidence: readonly Evidence[], speaker: Speaker): Fact => {
  const { kind, polarity, certainty, drug, side, relation } = fact;
  const text = oneLine(fact.text).replace(/\.$/, '');
  const inText = (name: string, value: string | null): Record<string, string> =>
    value !== null && text.toLowerCase().includes(value.toLowerCase()) ? { [name]: value } : {};
  const named = drug && inText('name', drug.name)['name'];
  return {
    id: `m${fact.id}`,
    kind,
    polarity,
    certainty,
    subject: { role: fact.subject, ...inText('relation', relation) },
    time: { relation: 'unstated' },
    text,
    ...(drug && named
      ? { drug: { name: named, ...inText('dose', drug.dose), ...inText('frequency', drug.frequency) } }
      : {}),
    ...(side && inText('side', side)['side'] ? { side } : {}),
    speaker,
    evidence: [...evidence],
  };
};

/** The model's facts that stand and that the embedded drafter did not find by itself. */
const newFacts = (
  facts: readonly ModelFact[],
  checked: readonly Checked[],
  { embedded, transcript, readGist }: ModelDraftInput,
): readonly Fact[] =>
  facts.flatMap((fact, index) => {
    const { verdict, evidence } = checked[index] ?? { verdict: 'unsupported', evidence: [] };
    if (verdict !== 'supported') return [];
    if (isTold({ text: fact.text, evidence }, embedded.facts, readGist)) return [];
    const first = turnsOf(evidence)[0];
    return [factFrom(fact, evidence, transcript.turns.find(({ id }) => id === first)?.speaker ?? 'unknown')];
  });

const stopped = (text: string): string => (/[.?!"]$/.test(text) ? text : `${text}.`);

interface Kept {
  readonly line: ModelLine;
  readonly item: NoteItem;
}

/** A model's line as a line of the note, with every fact that it tells. */
const itemFrom = (
  line: ModelLine,
  evidence: readonly Evidence[],
  id: string,
  facts: readonly Fact[],
  readGist: ReadGist,
): NoteItem => {
  const text = stopped(oneLine(line.text));
  const gist = readGist(text);
  const told = facts.filter(
    (fact) =>
      line.facts.some((name) => fact.id === `m${name}`) ||
      (shareTurn(fact.evidence, evidence) && isCovered(readGist(fact.text), [gist])),
  );
  return { id, text, facts: told.map((fact) => fact.id), evidence: [...evidence], drafter: 'model' };
};

/** Where a line goes whose section the template does not have. */
const sectionOf = (line: ModelLine, template: NoteTemplate): string =>
  template.sections.some(({ id }) => id === line.section)
    ? line.section
    : ((template.sections.find(({ takes }) => takes.includes('other')) ?? template.sections[0])?.id ?? '');

/** Lines of a section in the order in which things were said; embedded ones under a group stay together at its end. */
const ordered = (items: readonly NoteItem[], transcript: Transcript): NoteItem[] => {
  const place = new Map(transcript.turns.map(({ id }, index) => [id, index]));
  const when = (item: NoteItem): number =>
    Math.min(...turnsOf(item.evidence).map((turn) => place.get(turn) ?? Infinity), Infinity);
  const plain = items.filter(({ group }) => group === undefined);
  return [...plain.sort((a, b) => when(a) - when(b)), ...items.filter(({ group }) => group !== undefined)];
};

/** The model's lines that stand, and between them the embedded lines that say what the model left out. */
const joinNotes = (
  kept: readonly Kept[],
  { embedded, template, transcript, readGist }: ModelDraftInput,
): { readonly sections: NoteSection[]; readonly filled: number } => {
  const told = kept.map(({ item }) => item);
  let filled = 0;
  const sections = template.sections.map(({ id, title }) => {
    const own = kept.filter(({ line }) => sectionOf(line, template) === id).map(({ item }) => item);
    const forgotten = (embedded.note.sections.find((section) => section.id === id)?.items ?? [])
      .filter((item) => !isTold(item, told, readGist))
      .map((item) => ({ ...item, drafter: 'embedded' as const }));
    filled += forgotten.length;
    return { id, title, items: ordered([...own, ...forgotten], transcript) };
  });
  return { sections: sections.filter(({ items }) => items.length > 0), filled };
};

/**
 * Drafts a visit with a language model. What comes back is checked before anybody sees it: a line that the verifier does
 * not support, or that points to nothing said or charted, is left out of the note and shown as a flag. What the model
 * forgot is filled from the embedded draft, and marked. Where the model fails, the embedded draft stands. Never rejects
 * because of anything a model does.
 */
export const draftWithModel = async (input: ModelDraftInput): Promise<ModelDrafted> => {
  const { transcript, chart, embedded, model, prompt, readGist, template } = input;
  const planted = findPlanted(transcript, input.isPlanted);
  const { lines, facts, figures } = await collect(input);
  // A sentence that spoke to the program is no source for what the model then wrote.
  const basis = withoutPlanted(transcript, planted);
  const checked = checkStatements([...facts.map((fact) => ({ ...fact, chart: [] })), ...lines], {
    transcript: basis,
    chart,
    check: input.verifierOf(basis),
    language: input.language,
  });
  const allFacts = [...embedded.facts, ...newFacts(facts, checked.slice(0, facts.length), input)];
  const seen = new Set<string>();
  const kept: Kept[] = [];
  const held: HeldLine[] = [];
  lines.forEach((line, index) => {
    const { verdict, evidence, reasons } = checked[facts.length + index] ?? {
      verdict: 'unsupported',
      evidence: [],
      reasons: [],
    };
    const text = oneLine(line.text);
    const key = `${sectionOf(line, template)} ${text.toLowerCase()}`;
    // Parts overlap in what they tell: the same line twice is one line.
    if (seen.has(key)) return;
    seen.add(key);
    if (verdict === 'supported') {
      const item = itemFrom(line, evidence, `m${String(kept.length + 1)}`, allFacts, readGist);
      kept.push({ line, item });
    } else held.push({ text, section: line.section, verdict, reasons, evidence });
  });
  const joined =
    lines.length === 0 ? { sections: embedded.note.sections, filled: 0 } : joinNotes(kept, input);
  const report: ModelReport = {
    model: model.identity,
    prompts: [{ name: prompt.name, sha256: prompt.sha256 }],
    ...figures,
    lines: { kept: kept.length, held: held.length, filled: joined.filled },
  };
  const flags = flagsFor({ held, planted, report, turns: transcript.turns });
  return {
    draft: {
      facts: allFacts,
      note: { ...embedded.note, sections: joined.sections },
      flags: [...embedded.flags, ...flags],
    },
    held,
    report,
  };
};
