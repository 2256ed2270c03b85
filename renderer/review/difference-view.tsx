import { Loader, Modal, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { VisitDocument } from '../../shared/contract/vault.ts';
import { useClient, valueOf } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { differenceOf, type LineDifference, type Piece } from './difference.ts';
import type { EvidencedLine, EvidencedSection } from './editor/written.ts';

const sectionsOf = (document: VisitDocument): readonly EvidencedSection<EvidencedLine>[] =>
  document.sections.map((section) => ({
    id: section.id,
    title: section.title,
    lines: 'items' in section ? section.items : section.lines,
  }));

const PieceText = ({ piece }: { readonly piece: Piece }): ReactNode => {
  if (piece.how === 'added') return <ins>{piece.text}</ins>;
  if (piece.how === 'removed') return <del>{piece.text}</del>;
  return piece.text;
};

const DifferenceLine = ({
  line,
  onLine,
}: {
  readonly line: LineDifference;
  readonly onLine: (line: string) => void;
}): ReactNode => {
  const { t } = useText();
  const words = line.pieces.map((piece, index) => <PieceText key={index} piece={piece} />);
  return (
    <li className={`difference ${line.how}`}>
      <span className="difference-where">
        {line.section} · {t(`difference.${line.how}`)}
      </span>
      {line.how === 'removed' ? (
        <p>{words}</p>
      ) : (
        <button
          type="button"
          onClick={() => {
            onLine(line.id);
          }}
        >
          {words}
        </button>
      )}
    </li>
  );
};

export interface DifferenceViewProps {
  readonly visit: string;
  readonly now: readonly EvidencedSection<EvidencedLine>[];
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onLine: (line: string) => void;
}

const Differences = ({ visit, now, onLine }: Omit<DifferenceViewProps, 'opened' | 'onClose'>): ReactNode => {
  const { t } = useText();
  const client = useClient();
  const asked = useQuery({
    queryKey: ['visit', visit, 'difference'],
    queryFn: async () => valueOf(await client.call('edit.difference', { visit })),
  });
  if (asked.error)
    return (
      <ErrorPanel
        error={errorOf(asked.error)}
        onAgain={() => {
          void asked.refetch();
        }}
      />
    );
  const drafted = asked.data?.drafted['note'];
  if (!drafted) return <Loader type="dots" aria-label={t('app.loading')} />;
  const lines = differenceOf(sectionsOf(drafted), now);
  if (lines.length === 0) return <Text c="dimmed">{t('difference.none')}</Text>;
  return (
    <ol className="differences">
      {lines.map((line) => (
        <DifferenceLine key={`${line.how} ${line.id}`} line={line} onLine={onLine} />
      ))}
    </ol>
  );
};

/** What was changed since the draft, whenever somebody wants to know. */
export const DifferenceView = ({ opened, onClose, ...rest }: DifferenceViewProps): ReactNode => {
  const { t } = useText();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t('difference.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <Differences {...rest} />
    </Modal>
  );
};
