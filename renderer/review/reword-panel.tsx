import { Button, Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { AppOutput } from '../../shared/contract/app.ts';
import type { RewordTask } from '../../shared/contract/drafters.ts';
import type { DocumentName } from '../../shared/contract/vault.ts';
import { useAction, useAsk } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import type { EvidencedLine, WrittenSection } from './editor/written.ts';
import type { Sections } from './text-keeper.ts';
import type { KeptText } from './use-kept-text.ts';

type Proposal = AppOutput<'words.reword'>;

/** The text with a proposal in it: the first of the lines that it was made of takes its words, the others go. */
export const withProposal = (
  sections: readonly WrittenSection[],
  proposal: Pick<Proposal, 'lines' | 'kept'>,
): readonly WrittenSection[] => {
  const fresh = proposal.lines.filter(({ from }) => !proposal.kept.includes(from[0] ?? ''));
  const firsts = new Map(fresh.map(({ text, from }) => [from[0], { text, from }]));
  const gone = new Set(fresh.flatMap(({ from }) => from.slice(1)));
  return sections.map((section) => ({
    ...section,
    lines: section.lines
      .filter(({ id }) => !gone.has(id))
      .map((line) => {
        const made = firsts.get(line.id);
        return made
          ? { ...line, text: made.text, from: [...new Set([...line.from, ...made.from.slice(1)])] }
          : line;
      }),
  }));
};

const Proposed = ({
  proposal,
  onTake,
  onLeave,
}: {
  readonly proposal: Proposal;
  readonly onTake: () => void;
  readonly onLeave: () => void;
}): ReactNode => {
  const { t } = useText();
  const { model, host, altered, kept } = proposal;
  const fresh = proposal.lines.filter(({ from }) => !kept.includes(from[0] ?? ''));
  return (
    <div role="status">
      <Text size="sm">
        {fresh.length > 0 ? t('reword.by', { model, host }) : t('reword.none', { model })}
      </Text>
      <ul>
        {fresh.map(({ text, from }) => (
          <li key={from.join(' ')}>{text}</li>
        ))}
      </ul>
      {altered.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('reword.altered', { count: altered.length })}
        </Text>
      )}
      <Group>
        {fresh.length > 0 && (
          <Button size="compact-sm" onClick={onTake}>
            {t('reword.take')}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={onLeave}>
          {t('reword.leave')}
        </Button>
      </Group>
    </div>
  );
};

export interface RewordPanelProps<Line extends EvidencedLine> {
  readonly visit: string;
  readonly document: DocumentName;
  /** What may be asked here, as far as the model of this clinic has passed it. */
  readonly tasks: readonly (RewordTask & ('rewrite' | 'plainer' | 'message'))[];
  readonly sections: Sections<Line>;
  /** The line that the caret is in. */
  readonly line: string | undefined;
  readonly text: Pick<KeptText<Line>, 'handle' | 'flush'>;
}

/** A language model proposes other words for a line or its section; a person takes them or leaves them. */
export const RewordPanel = <Line extends EvidencedLine>({
  visit,
  document,
  tasks,
  sections,
  line,
  text,
}: RewordPanelProps<Line>): ReactNode => {
  const { t } = useText();
  const connections = useAsk('connections.get', {});
  const reword = useAction('words.reword');
  const [ask, setAsk] = useState('');
  const [reach, setReach] = useState<'line' | 'section'>('line');
  const may = tasks.filter((task) => connections.data?.model.tasks.includes(task));
  const section = sections.find(({ lines }) => lines.some(({ id }) => id === line));
  if (may.length === 0 || line === undefined || !section) return null;
  const propose = async (task: RewordTask): Promise<void> => {
    // What is on the screen is what is asked about: it has to be in the record first.
    await text.flush();
    const lines = reach === 'line' ? [line] : section.lines.map(({ id }) => id);
    reword.mutate({ visit, document, lines, task, ask });
  };
  return (
    <section aria-label={t('reword.title')} className="reword">
      <Text size="sm" fw={600}>
        {t('reword.title')}
      </Text>
      <SegmentedControl
        size="xs"
        value={reach}
        onChange={(to) => {
          setReach(to === 'section' ? 'section' : 'line');
        }}
        data={[
          { value: 'line', label: t('reword.line') },
          { value: 'section', label: t('reword.section') },
        ]}
      />
      {may.includes('rewrite') && (
        <TextInput
          size="xs"
          label={t('reword.ask')}
          placeholder={t('reword.ask.placeholder')}
          autoComplete="off"
          maxLength={500}
          value={ask}
          onChange={(event) => {
            setAsk(event.currentTarget.value);
          }}
        />
      )}
      <Group my="xs">
        {may.map((task) => (
          <Button
            key={task}
            size="compact-sm"
            variant="default"
            loading={reword.isPending}
            disabled={task === 'rewrite' && ask.trim() === ''}
            onClick={() => {
              void propose(task);
            }}
          >
            {t(`reword.${task}`)}
          </Button>
        ))}
      </Group>
      {reword.data && (
        <Proposed
          proposal={reword.data}
          onTake={() => {
            const { handle } = text;
            handle.current?.rewrite(withProposal(handle.current.written(), reword.data));
            reword.reset();
          }}
          onLeave={reword.reset}
        />
      )}
      {reword.error && <ErrorPanel error={errorOf(reword.error)} onAgain={reword.reset} />}
    </section>
  );
};
