import { z } from 'zod';
import type { Turn, Word } from '../../contract/transcript.ts';
import { knowledgeFolder, readKnowledge } from '../../knowledge/folder.ts';

const SpokenCommands = z.strictObject({
  source: z.string().min(1),
  date: z.iso.date(),
  note: z.string(),
  commands: z.array(
    z.strictObject({
      says: z.string(),
      writes: z.string(),
      sure: z.boolean(),
      takesBack: z.boolean().default(false),
    }),
  ),
});

/** A command as its words; `writes` is the mark it stands for, empty for a new paragraph or to take words back. */
interface Command {
  readonly words: readonly string[];
  readonly writes: string;
  readonly sure: boolean;
  readonly takesBack: boolean;
}

/** Obeys spoken punctuation where a turn is dictated; all other turns come back as they are. */
export type ObeyCommands = (turns: readonly Turn[]) => readonly Turn[];

/** Dictation has several commands to a turn; a single "question mark" may be what the talk is about. */
const LEAST_COMMANDS = 2;

const plain = (word: string): string => word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');

interface Found {
  readonly at: number;
  readonly command: Command;
}

const findCommands = (words: readonly Word[], commands: readonly Command[]): readonly Found[] => {
  const spoken = words.map(({ text }) => plain(text));
  const found: Found[] = [];
  for (let at = 0; at < spoken.length; at += 1) {
    const command = commands.find(({ words: says }) => says.every((word, k) => spoken[at + k] === word));
    if (!command) continue;
    found.push({ at, command });
    at += command.words.length - 1;
  }
  return found;
};

const heardOf = ({ heard, text }: Word): string => heard ?? text;

const ENDING = /[.,;:?!…]+$/u;

/** The word before a command, with the mark; `heard` keeps the word and the command as they were heard. */
const marked = (before: Word, said: readonly Word[], writes: string): Word => ({
  ...before,
  text:
    writes === '' && ENDING.test(before.text)
      ? before.text
      : before.text.replace(ENDING, '') + (writes || '.'),
  endMs: Math.max(before.endMs, ...said.map(({ endMs }) => endMs)),
  heard: [heardOf(before), ...said.map(({ text }) => text)].join(' '),
});

/**
 * What was said up to the last mark is taken back; the word before it keeps all that was heard. Where there is no such
 * word everything stays as it was said, for a person to strike.
 */
const takenBack = (words: readonly Word[], said: readonly Word[]): readonly Word[] => {
  const end = words.slice(0, -1).findLastIndex(({ text }) => ENDING.test(text));
  const kept = words[end];
  if (!kept) return [...words, ...said];
  const heard = [kept, ...[...words.slice(end + 1), ...said]].map(heardOf).join(' ');
  return [...words.slice(0, end), { ...kept, heard }];
};

const afterCommand = (words: readonly Word[], said: readonly Word[], command: Command): readonly Word[] => {
  if (command.takesBack) return takenBack(words, said);
  const before = words.at(-1);
  return before ? [...words.slice(0, -1), marked(before, said, command.writes)] : words;
};

const paragraphsOf = (turn: Turn, found: readonly Found[]): readonly (readonly Word[])[] => {
  const done: (readonly Word[])[] = [];
  let open: readonly Word[] = [];
  let at = 0;
  for (const { at: start, command } of found) {
    const end = start + command.words.length;
    open = afterCommand([...open, ...turn.words.slice(at, start)], turn.words.slice(start, end), command);
    at = end;
    if (command.writes !== '' || command.takesBack) continue;
    done.push(open);
    open = [];
  }
  return [...done, [...open, ...turn.words.slice(at)]].filter((words) => words.length > 0);
};

const obeyIn = (turn: Turn, commands: readonly Command[]): readonly Turn[] => {
  const found = findCommands(turn.words, commands);
  if (found.length < LEAST_COMMANDS || !found.some(({ command }) => command.sure)) return [turn];
  return paragraphsOf(turn, found).map((words) => ({
    ...turn,
    words: [...words],
    text: words.map(({ text }) => text).join(' '),
    startMs: words[0]?.startMs ?? turn.startMs,
    endMs: Math.max(...words.map(({ endMs }) => endMs)),
  }));
};

/** Reads spoken-commands.json. A new paragraph begins a turn of its own, so turns are numbered anew. */
export const loadCommands = (folder: string = knowledgeFolder()): ObeyCommands => {
  const commands = readKnowledge(folder, 'spoken-commands.json', SpokenCommands)
    .commands.map(({ says, ...command }): Command => ({ words: says.split(' '), ...command }))
    .sort((a, b) => b.words.length - a.words.length);
  return (turns) =>
    turns
      .flatMap((turn) => (turn.speaker === 'patient' ? [turn] : obeyIn(turn, commands)))
      .map((turn, k) => ({ ...turn, id: `t${String(k + 1)}` }));
};
