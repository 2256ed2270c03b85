import { cpus } from 'node:os';

/** One figure of the evaluation, with its bar from the issue and what others reach. */
export interface EvalRow {
  readonly figure: string;
  readonly value: string;
  readonly bar?: string;
  readonly met?: boolean;
  readonly anchor?: string;
  readonly data: string;
}

export interface EvalContext {
  /** The `../shared` folder with data, audio and scorers. */
  readonly shared: string;
  /** Where drafts and verdicts are written for the scorers; not kept in the repository. */
  readonly out: string;
  readonly say: (line: string) => void;
}

export interface EvalPart {
  readonly name: string;
  readonly run: (context: EvalContext) => Promise<readonly EvalRow[]>;
}

const cell = (text: string | undefined): string => (text ?? '').replaceAll('|', '\\|');

/** The table as Markdown, with the machine it was made on. */
export const renderTable = (rows: readonly EvalRow[]): string => {
  const cpu = cpus();
  const head = `${String(cpu.length)} x ${cpu[0]?.model.trim() ?? 'unknown processor'}, Node ${process.version}`;
  const lines = rows.map((row) => {
    const met = row.met === undefined ? '' : row.met ? 'yes' : '**no**';
    return `| ${[row.figure, row.value, row.bar, met, row.anchor, row.data].map(cell).join(' | ')} |`;
  });
  return [
    head,
    '',
    '| figure | Footnote | bar | met | others | data |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
};
