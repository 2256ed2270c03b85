import { z } from 'zod';
import type { Turn, Word } from '../../contract/transcript.ts';
import { knowledgeFolder, readKnowledge } from '../../knowledge/folder.ts';

const SpokenCommands = z.strictObject({
  source: z.string().min(1),
  date: z.iso.date(),
  note: z.string(),
  commands: z.array(z.strictObject({ says: z.string(), writes: z.string(), sure: z.boolean() })),
});

/** A command as its words; `writes` is the mark it stands for, empty for a new paragraph. */
interface Command {
  readonly words: readonly string[];
  readonly writes: string;
  readonly sure: boolean;
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

const ENDING = /[.,;:?!…]+$/u;

/** The word before a command, with the mark; `heard` keeps the word and the command as they were heard. */
const marked = (before: Word, said: readonly Word[], writes: string): Word => ({
  ...before,
  text:
    writes === '' && ENDING.test(before.text)
      ? before.text
      : before.text.replace(ENDING, '') + (writes || '.'),
  endMs: Math.max(before.endMs, ...said.map(({ endMs }) => endMs)),
  heard: [before.heard ?? before.text, ...said.map(({ text }) => text)].join(' '),
});

const paragraphsOf = (turn: Turn, found: readonly Found[]): readonly (readonly Word[])[] => {
  const paragraphs: Word[][] = [[]];
  let at = 0;
  for (const { at: start, command } of found) {
    paragraphs.at(-1)?.push(...turn.words.slice(at, start));
    at = start + command.words.length;
    const before = paragraphs.at(-1)?.pop();
    if (before) paragraphs.at(-1)?.push(marked(before, turn.words.slice(start, at), command.writes));
    if (command.writes === '') paragraphs.push([]);
  }
  paragraphs.at(-1)?.push(...turn.words.slice(at));
  return paragraphs.filter((words) => words.length > 0);
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
    .commands.map(({ says, writes, sure }): Command => ({ words: says.split(' '), writes, sure }))
    .sort((a, b) => b.words.length - a.words.length);
  return (turns) =>
    turns
      .flatMap((turn) => (turn.speaker === 'patient' ? [turn] : obeyIn(turn, commands)))
      .map((turn, k) => ({ ...turn, id: `t${String(k + 1)}` }));
};
