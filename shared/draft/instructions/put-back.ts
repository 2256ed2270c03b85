import type { Fact } from '../../contract/fact.ts';
import type { InstructionLine, Instructions, InstructionSection } from '../../contract/instructions.ts';
import { sectionOf } from './select.ts';
import { capitalise } from './template.ts';
import { gradeSheet, writeInstructions, type InstructionsRequest } from './write-instructions.ts';

export interface PutBackRequest extends Omit<InstructionsRequest, 'language' | 'putBack'> {
  /** As it stands, with what people changed and typed. */
  readonly sheet: Instructions;
  /** The id of what is kept off, or was put back before. */
  readonly fact: string;
  /** Onto the sheet, or off it again. */
  readonly isOn: boolean;
}

type Sections = readonly InstructionSection[];

const textsOf = (sections: Sections, id: string): ReadonlySet<string> =>
  new Set(sections.find((section) => section.id === id)?.lines.map(({ text }) => text));

const prefixOf = (fact: string): string => `back-${fact}-`;

/**
 * Words that no template and no plain sentence may tell: as they were said, in quotation marks, at the end of their part,
 * with whose they are where the words do not say so themselves.
 */
const asSaid = (
  fact: Fact,
  { languages }: InstructionsRequest['knowledge'],
  sheet: Instructions,
): InstructionSection => {
  const id = sectionOf(fact) ?? 'home';
  const words = capitalise(fact.said ?? fact.text);
  const quoted = fact.speaker === 'clinician' ? languages[sheet.language]?.sentences['quoted'] : undefined;
  const text = (quoted ?? '“{words}”').replace('{words}', () => words);
  const { relation } = fact.subject;
  const isNamed = relation === undefined || words.toLowerCase().includes(relation.toLowerCase());
  const line: InstructionLine = {
    id: `${prefixOf(fact.id)}1`,
    text: isNamed ? text : `${capitalise(relation)}: ${text}`,
    language: 'en',
    facts: [fact.id],
    evidence: fact.evidence,
    asSaid: true,
  };
  return { id, title: languages[sheet.language]?.sections[id] ?? id, lines: [line] };
};

/** Where a line goes among those that stand: after the one before it where that is still there, else last. */
const placedAfter = (
  lines: readonly InstructionLine[],
  before: InstructionLine | undefined,
  line: InstructionLine,
): InstructionLine[] => {
  const at = lines.findIndex(({ text }) => text === before?.text);
  const place = at < 0 ? lines.length : at + 1;
  return [...lines.slice(0, place), line, ...lines.slice(place)];
};

/** A part that the sheet does not have yet goes before the first one that it has and that comes after it. */
const withSection = (sections: Sections, section: InstructionSection, order: Sections): Sections => {
  if (sections.some(({ id }) => id === section.id)) return sections;
  const after = order.slice(order.findIndex(({ id }) => id === section.id) + 1).map(({ id }) => id);
  const at = sections.findIndex(({ id }) => after.includes(id) || id === 'about');
  const place = at < 0 ? sections.length : at;
  return [...sections.slice(0, place), { ...section, lines: [] }, ...sections.slice(place)];
};

/**
 * The lines that one way of writing the sheet has and the other has not, brought into the sheet as it stands: what a person
 * changed or typed stays.
 */
const carried = (sections: Sections, from: Sections, to: Sections, prefix: string): Sections => {
  const whole = to.reduce((now, section) => withSection(now, section, to), sections);
  return whole
    .map((section) => {
      const target = to.find(({ id }) => id === section.id);
      const [was, is] = [textsOf(from, section.id), textsOf(to, section.id)];
      const kept = section.lines.filter(({ text }) => !was.has(text) || is.has(text));
      const news = (target?.lines ?? []).filter(({ text }) => !was.has(text));
      const lines = news.reduce<readonly InstructionLine[]>((now, line, at) => {
        if (now.some(({ text }) => text === line.text)) return now;
        const index = target?.lines.indexOf(line) ?? 0;
        const id = `${prefix}${section.id}-${String(at + 1)}`;
        return placedAfter(now, target?.lines[index - 1], { ...line, id });
      }, kept);
      return { ...section, lines: [...lines] };
    })
    .filter(({ lines }) => lines.length > 0);
};

/**
 * A sheet with one fact put on it that stays off by itself, or taken off again. It is told as the sheet tells any other
 * fact; what cannot be told plainly is quoted as it was said. The other lines stay as they are, but for those that are told
 * together with it (a medicine's row). The fact is named with its reason in `putBack`, which is signed with the sheet.
 * A fact that is not there changes nothing. Pure.
 */
export const putBack = ({ sheet, fact, isOn, ...request }: PutBackRequest): Instructions => {
  const before = sheet.putBack ?? [];
  const found = request.facts.find(({ id }) => id === fact);
  const named = (isOn ? sheet.keptOff : before)?.find((one) => one.fact === fact);
  if (!found || !named) return sheet;
  const others = before.filter((one) => one.fact !== fact);
  const after = isOn ? [...others, named] : others;
  const written = (on: Instructions['putBack'] = []): Instructions =>
    writeInstructions({
      ...request,
      language: sheet.language,
      // A sheet speaks to the patient: told like the rest, another's medicine would be theirs.
      putBack: on.filter(({ reason }) => reason !== 'other-person').map((one) => one.fact),
    });
  const anew = written(after);
  const to = anew.sections;
  const prefix = prefixOf(fact);
  const standing = isOn
    ? sheet.sections
    : sheet.sections
        .map((section) => ({ ...section, lines: section.lines.filter(({ id }) => !id.startsWith(prefix)) }))
        .filter(({ lines }) => lines.length > 0);
  const sections = carried(standing, written(before).sections, to, prefix);
  const isTold = to.some(({ lines }) => lines.some(({ facts }) => facts.includes(fact)));
  const quoted = isOn && !isTold ? asSaid(found, request.knowledge, sheet) : undefined;
  const whole = quoted
    ? withSection(sections, quoted, to).map((section) =>
        section.id === quoted.id ? { ...section, lines: [...section.lines, ...quoted.lines] } : section,
      )
    : sections;
  const keptOff = anew.keptOff?.filter((one) => !after.some((on) => on.fact === one.fact)) ?? [];
  return gradeSheet({ ...sheet, sections: [...whole], keptOff, putBack: after }, request);
};
