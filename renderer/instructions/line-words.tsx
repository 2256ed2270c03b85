import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { InstructionLine } from '../../shared/contract/instructions.ts';
import { useClient, valueOf } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { SourceList } from '../review/source-list.tsx';

interface LineProps {
  readonly visit: string;
  readonly line: InstructionLine;
  readonly mayType: boolean;
  /** Puts other words in the line's place; it can be undone. */
  readonly onWords: (words: string) => void;
  /** The person is done here: the keys belong to the text again. */
  readonly onDone: () => void;
}

/** The words before they were made plain, and the way back to them. */
const Original = ({ line, mayType, onWords, onDone }: LineProps): ReactNode => {
  const { t } = useText();
  const { original, replaced = [] } = line;
  if (original === undefined || original === line.text) return null;
  return (
    <div className="line-words">
      <Text size="sm">
        {t('sheet.original')} <q lang="en">{original}</q>
      </Text>
      {replaced.length > 0 && (
        <Text size="xs" c="dimmed">
          {replaced.map(({ from, to }) => `${from} → ${to}`).join(', ')}
        </Text>
      )}
      {mayType && (
        <Button
          size="compact-sm"
          variant="default"
          mt={4}
          onClick={() => {
            onWords(original);
            onDone();
          }}
        >
          {t('sheet.original.take')}
        </Button>
      )}
    </div>
  );
};

/** Plainer words for an English line, beside the ones that stand: a person takes them or leaves them. */
const Plainer = ({ visit, line, onWords, onDone }: LineProps): ReactNode => {
  const { t } = useText();
  const client = useClient();
  const [left, setLeft] = useState<string>();
  const { text } = line;
  const plain = useQuery({
    queryKey: ['plain', visit, text],
    queryFn: async () => valueOf(await client.call('sheet.plain', { visit, text })),
    gcTime: 0,
  });
  if (!plain.data || plain.data.replaced.length === 0 || left === text) return null;
  const words = plain.data.text;
  return (
    <div className="line-words" role="group" aria-label={t('sheet.plain')}>
      <Text size="sm">
        {t('sheet.plain')} <q lang="en">{words}</q>
      </Text>
      <Text size="xs" c="dimmed">
        {plain.data.replaced.map(({ from, to }) => `${from} → ${to}`).join(', ')}
      </Text>
      <Group gap="xs" mt={4}>
        <Button
          size="compact-sm"
          onClick={() => {
            onWords(words);
            onDone();
          }}
        >
          {t('sheet.plain.take')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            setLeft(text);
            onDone();
          }}
        >
          {t('sheet.plain.leave')}
        </Button>
      </Group>
    </div>
  );
};

/** The chosen line: what is to be known of its words, other words for them, and where it comes from. */
export const LineWords = (props: LineProps): ReactNode => {
  const { t } = useText();
  const { line, mayType } = props;
  return (
    <>
      {line.asSaid && (
        <Text size="sm" mb="xs">
          {t('sheet.asSaid.long')}
        </Text>
      )}
      <Original {...props} />
      {mayType && line.language === 'en' && line.evidence.length > 0 && <Plainer key={line.id} {...props} />}
      <SourceList evidence={line.evidence} />
    </>
  );
};
