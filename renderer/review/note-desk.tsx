import { ActionIcon, Alert, Badge, Button, Group, Kbd, Text, Tooltip } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconArrowsSort, IconFileDiff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { NOTE_LANGUAGE, noteTitles, useText } from '../language/language.ts';
import { ArrangeSections } from './arrange-sections.tsx';
import { DifferenceView } from './difference-view.tsx';
import { LineEditor } from './editor/line-editor.tsx';
import type { Phrase } from './editor/phrase-before.ts';
import { KeptState } from './kept-state.tsx';
import type { ReviewDesk } from './use-review-desk.ts';

interface NoteDeskProps {
  readonly desk: ReviewDesk;
  readonly mayType: boolean;
  readonly phrases: readonly Phrase[];
}

const ModeHint = ({ desk, mayType }: Pick<NoteDeskProps, 'desk' | 'mayType'>): ReactNode => {
  const { t } = useText();
  if (!mayType)
    return (
      <Text size="xs" c="dimmed">
        {t('note.fixed')}
      </Text>
    );
  return (
    <Text size="xs" c="dimmed" className="mode-hint">
      {desk.mode === 'reading' ? (
        <>
          <Kbd size="xs">Enter</Kbd> {t('note.mode.reading')} <Kbd size="xs">F</Kbd>{' '}
          {t(desk.points.length > 0 ? 'note.mode.next' : 'note.mode.approve')}
        </>
      ) : (
        <>
          <Kbd size="xs">Esc</Kbd> {t('note.mode.typing')} <Kbd size="xs">F8</Kbd> {t('note.mode.next')}
        </>
      )}
    </Text>
  );
};

const NoteBar = ({
  desk,
  mayType,
  onDifference,
  onArrange,
}: Pick<NoteDeskProps, 'desk' | 'mayType'> & {
  readonly onDifference: () => void;
  readonly onArrange: () => void;
}): ReactNode => {
  const { t } = useText();
  const left = desk.points.length;
  return (
    <div className="note-bar">
      <Badge
        variant="light"
        radius="sm"
        color={left > 0 ? 'yellow' : 'pine'}
        className="points-left"
        size="lg"
      >
        {left > 0 ? t('points.left', { count: left }) : t('points.none')}
      </Badge>
      <Button
        size="compact-sm"
        variant="default"
        disabled={left === 0}
        onClick={() => {
          desk.next();
        }}
      >
        {t('points.next')}
      </Button>
      <ModeHint desk={desk} mayType={mayType} />
      <Group gap={4} ml="auto" wrap="nowrap">
        {mayType && (
          <KeptState
            kept={desk.text.kept}
            onAgain={() => {
              void desk.text.flush();
            }}
          />
        )}
        <Tooltip label={t('difference.title')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('difference.title')} onClick={onDifference}>
            <IconFileDiff size={18} />
          </ActionIcon>
        </Tooltip>
        {mayType && (
          <Tooltip label={t('arrange.title')}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('arrange.title')} onClick={onArrange}>
              <IconArrowsSort size={18} />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
    </div>
  );
};

/** The note in the middle of the desk: its lines, what is left to look at, and whether every word is kept. */
export const NoteDesk = ({ desk, mayType, phrases }: NoteDeskProps): ReactNode => {
  const { t } = useText();
  const [comparing, difference] = useDisclosure(false);
  const [arranging, arrange] = useDisclosure(false);
  const { text } = desk;
  useHotkeys([['shift+D', difference.toggle]]);
  return (
    <>
      <NoteBar desk={desk} mayType={mayType} onDifference={difference.open} onArrange={arrange.open} />
      {text.isRestored && (
        <Alert color="blue" variant="light" className="restored" role="status">
          {t('kept.restored')}
        </Alert>
      )}
      <div className="paper" lang={NOTE_LANGUAGE}>
        <LineEditor
          titles={noteTitles}
          label={t('visit.note.label')}
          start={text.start}
          looks={desk.looks}
          mayType={mayType}
          phrases={phrases}
          onTouched={text.touched}
          onLine={desk.setLine}
          onPeek={desk.peek}
          onMode={desk.setMode}
          onUndoFurther={text.undoFurther}
          onRedoFurther={text.redoFurther}
          handle={text.handle}
        />
      </div>
      <DifferenceView
        visit={desk.view.summary.id}
        now={text.text}
        opened={comparing}
        onClose={difference.close}
        onLine={(line) => {
          difference.close();
          text.handle.current?.show(line);
        }}
      />
      {arranging && (
        <ArrangeSections
          sections={text.handle.current?.written() ?? []}
          onArranged={(sections) => {
            text.handle.current?.rewrite(sections);
          }}
          onClose={arrange.close}
        />
      )}
    </>
  );
};
