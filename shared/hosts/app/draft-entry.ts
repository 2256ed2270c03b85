import { THIS_MACHINE, type ModelReport } from '../../contract/drafters.ts';
import { succeed, type Result } from '../../contract/errors.ts';
import { isOnThisMachine } from '../../contract/egress.ts';
import type { Fact } from '../../contract/fact.ts';
import type { Flag } from '../../contract/flag.ts';
import type { Instructions } from '../../contract/instructions.ts';
import type { Note } from '../../contract/note.ts';
import type { ClinicSettings } from '../../contract/settings.ts';
import type { Transcript } from '../../contract/transcript.ts';
import type { ModelUse, VisitDocument } from '../../contract/vault.ts';
import type { VisitRecord } from '../../contract/visit-record.ts';
import { daysOfSound } from '../../vault/retention.ts';
import type { Stages } from '../stages.ts';
import type { VisitContent } from './visit-content.ts';
import { flagsOf, marksOf } from './visit-flags.ts';

export interface Drafted {
  readonly documents: Readonly<Record<string, VisitDocument>>;
  readonly facts: readonly Fact[];
  /** What the drafter itself doubts. */
  readonly doubts: readonly Omit<Flag, 'id'>[];
}

/** What the sheet says beside what was said: the day, the clinic, how long the recording is kept. */
export const sheetVisit = (
  { clinic, retention }: ClinicSettings,
  createdAt: string,
): NonNullable<Parameters<Stages['instructions']>[3]> => {
  const keptDays = daysOfSound(retention);
  return {
    date: createdAt.slice(0, 10),
    ...(clinic.name && { clinic: clinic.name }),
    recording: keptDays === undefined ? {} : { keptDays },
  };
};

/** Whether a model answers on this machine: it runs here, or its address does. */
export const isHere = (host: string): boolean => host === THIS_MACHINE || isOnThisMachine(`http://${host}`);

/** The host outside this machine that was asked about this visit; undefined where none was. */
export const elsewhereOf = (report: ModelReport | undefined): string | undefined =>
  report && report.requests > 0 && !isHere(report.model.host) ? report.model.host : undefined;

/**
 * The hosts outside this machine that were asked about a visit, for its draft or for other words, as a sheet names them;
 * undefined where none was. `report`: of the draft that is being made.
 */
export const askedElsewhere = (models: readonly ModelUse[], report?: ModelReport): string | undefined => {
  const before = models.flatMap(({ host }) => (host !== undefined && !isHere(host) ? [host] : []));
  const hosts = new Set([elsewhereOf(report) ?? [], before].flat());
  return hosts.size > 0 ? [...hosts].join(', ') : undefined;
};

/** What was asked about a visit before: what was said went there, whatever became of the draft. */
const askedBefore = (models: readonly ModelUse[]): ModelUse[] => {
  const asked = models.flatMap((model) => {
    if (model.host === undefined) return [];
    const isDraft = /^(?:draft|asked), at /.test(model.use);
    return [isDraft ? { ...model, use: `asked for an earlier draft, at ${model.host}` } : model];
  });
  const keyOf = ({ name, use }: ModelUse): string => `${name}\n${use}`;
  return [...new Map(asked.map((model) => [keyOf(model), model])).values()];
};

/**
 * What heard and what drafted; a language model that was asked is named with its host, whether or not it helped, and
 * stays named when the visit is drafted again (`before`: the models named until now).
 */
export const modelsOf = (
  { engine }: Transcript,
  version: string,
  report?: ModelReport,
  before: readonly ModelUse[] = [],
): ModelUse[] => [
  { name: engine.model, sha256: engine.sha256, use: `speech, by ${engine.name} ${engine.version}` },
  { name: 'embedded', sha256: '', use: `draft, by the rules of Footnote ${version}` },
  ...(report
    ? [
        {
          name: report.model.name,
          sha256: report.model.sha256,
          use: report.lines.kept > 0 ? `draft, at ${report.model.host}` : `asked, at ${report.model.host}`,
          host: report.model.host,
        },
      ]
    : []),
  ...askedBefore(before),
];

/** The documents of a draft by their names in the record; none where nothing was said. */
export const documentsOf = (
  note: Note | undefined,
  sheets: readonly (Instructions | undefined)[],
): Record<string, VisitDocument> => {
  const documents: Record<string, VisitDocument> = note ? { note } : {};
  for (const sheet of sheets) if (sheet) documents[`instructions.${sheet.language}`] = sheet;
  return documents;
};

/** Writes a draft as an entry, with the flags it begins with; gives the content that it makes. */
export const writeDraft = async (
  stages: Pick<Stages, 'conflicts'>,
  read: VisitContent,
  record: VisitRecord,
  { documents, ...drafted }: Drafted,
  models: readonly ModelUse[],
  by: string,
): Promise<Result<VisitContent>> => {
  const facts = [...drafted.facts];
  const doubts = drafted.doubts.map((flag, i) => ({ ...flag, id: `d${String(i + 1)}` }));
  const content = { ...read, facts, doubts };
  const flags = marksOf(flagsOf(stages, content, documents, []));
  const written = await record.append(
    { kind: 'draft', documents: { ...documents }, models: [...models], facts, doubts, flags },
    by,
  );
  return written.ok ? succeed(content) : written;
};
