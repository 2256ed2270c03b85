import { NotePart, type NoteTemplate } from '../../contract/draft.ts';
import type { FactKind } from '../../contract/fact.ts';
import type { NoteItem, NoteSection } from '../../contract/note.ts';
import type { Evidence } from '../../contract/evidence.ts';
import type { Claim } from '../facts/claims.ts';
import { evidenceOf } from '../facts/facts.ts';
import { capital } from '../facts/wording.ts';

/** A claim with the fact that was made of it. */
export interface Placed {
  readonly claim: Claim;
  readonly factId: string;
  /** Chart entries that the claim names. */
  readonly charted: readonly Evidence[];
  readonly section: NotePart;
}

interface Line {
  readonly text: string;
  readonly group?: string;
  readonly facts: readonly string[];
  readonly evidence: readonly Evidence[];
}

const MOST_DENIED = 4;
const MOST_WORDS_DENIED = 14;

const listed = (nouns: readonly string[]): string =>
  nouns.length < 2 ? (nouns[0] ?? '') : `${nouns.slice(0, -1).join(', ')} or ${nouns.at(-1) ?? ''}`;

const wordCount = (text: string): number => text.split(' ').length;

const sameEvidence = (a: Evidence, b: Evidence): boolean => JSON.stringify(a) === JSON.stringify(b);

const uniqueEvidence = (all: readonly Evidence[]): readonly Evidence[] =>
  all.filter((each, index) => all.findIndex((other) => sameEvidence(each, other)) === index);

const evidenceIn = (placed: Placed): readonly Evidence[] => [...evidenceOf(placed.claim), ...placed.charted];

/** Denials next to each other are said in one breath: "No cough, fever or rash". */
const lines = (placed: readonly Placed[], { denial, report }: NoteTemplate['phrasing']): readonly Line[] => {
  const found: Line[] = [];
  let denied: Placed[] = [];
  const flush = (): void => {
    if (denied.length === 0) return;
    const nouns = denied.map((each) => each.claim.noun ?? '');
    found.push({
      text: `${denial} ${listed(nouns)}`,
      facts: denied.map((each) => each.factId),
      evidence: uniqueEvidence(denied.flatMap(evidenceIn)),
    });
    denied = [];
  };
  for (const each of placed) {
    const { noun } = each.claim;
    if (noun !== undefined) {
      const simple = !/,| or /.test(noun);
      const length = denied.reduce((sum, other) => sum + wordCount(other.claim.noun ?? ''), 0);
      if (
        denied.length > 0 &&
        (denied.length >= MOST_DENIED ||
          length + wordCount(noun) > MOST_WORDS_DENIED ||
          !simple ||
          /,| or /.test(denied[0]?.claim.noun ?? ''))
      )
        flush();
      denied.push(each);
      continue;
    }
    flush();
    found.push({
      text: each.claim.made === 'join' ? each.claim.text.replace(/^Reports\b/, report) : each.claim.text,
      facts: [each.factId],
      evidence: uniqueEvidence(evidenceIn(each)),
    });
  }
  flush();
  return found;
};

const stopped = (text: string): string => (/[.?!"]$/.test(text) ? text : `${text}.`);

const groupOf = (template: NoteTemplate['sections'][number], kind: FactKind): string | undefined =>
  template.groups.find((group) => group.takes.includes(kind))?.label;

/** Where a part of the visit stands in this template; every part stands somewhere. */
const sectionFor = (template: NoteTemplate, part: NotePart, kind: FactKind): string => {
  const holder =
    template.sections.find((section) => (section.holds ?? [section.id]).includes(part)) ??
    template.sections.find((section) => section.takes.includes(kind)) ??
    template.sections.at(-1);
  return holder?.id ?? '';
};

const PARTS = NotePart.options;

/** Parts keep their order inside a section that holds several. */
const byPart = (placed: readonly Placed[]): readonly Placed[] =>
  PARTS.flatMap((part) => placed.filter((each) => each.section === part));

const sectionLines = (
  template: NoteTemplate,
  section: NoteTemplate['sections'][number],
  placed: readonly Placed[],
): readonly Line[] => {
  const planned = placed.filter((each) => each.section === 'plan');
  const rest = placed.filter((each) => each.section !== 'plan');
  const plain = rest.filter((each) => groupOf(section, each.claim.kind) === undefined);
  const grouped = section.groups.flatMap((group) =>
    lines(
      rest.filter(
        (each) => group.takes.includes(each.claim.kind) && groupOf(section, each.claim.kind) === group.label,
      ),
      template.phrasing,
    ).map((line) => ({ ...line, group: group.label })),
  );
  return [...lines(plain, template.phrasing), ...grouped, ...planLines(template, planned)];
};

/** The plan stands problem by problem, in the order in which the clinician turned to them. */
const planLines = (template: NoteTemplate, placed: readonly Placed[]): readonly Line[] => {
  const headings = placed.filter((each) => each.claim.made === 'heading');
  const ofProblem = (problem: number | undefined): readonly Placed[] =>
    placed.filter((each) => each.claim.made !== 'heading' && each.claim.problem === problem);
  const without = lines(ofProblem(undefined), template.phrasing);
  return [
    ...without,
    ...headings.flatMap((heading) => {
      const own = lines(ofProblem(heading.claim.problem), template.phrasing);
      const named = evidenceOf(heading.claim);
      return own.map((line) => ({
        ...line,
        group: heading.claim.text,
        facts: [...line.facts, heading.factId],
        evidence: uniqueEvidence([...line.evidence, ...named]),
      }));
    }),
  ];
};

/** Sections of the note, in the template's order; one without lines is absent. */
export const compose = (placed: readonly Placed[], template: NoteTemplate): NoteSection[] => {
  let count = 0;
  return template.sections
    .map((section) => {
      const items = sectionLines(
        template,
        section,
        byPart(placed.filter((each) => sectionFor(template, each.section, each.claim.kind) === section.id)),
      ).map((line): NoteItem => {
        count += 1;
        return {
          id: `n${count}`,
          text: stopped(capital(line.text)),
          ...(line.group === undefined ? {} : { group: line.group }),
          facts: [...line.facts],
          evidence: [...line.evidence],
        };
      });
      return { id: section.id, title: section.title, items };
    })
    .filter((section) => section.items.length > 0);
};
