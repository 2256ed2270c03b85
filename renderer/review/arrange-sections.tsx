import { ActionIcon, Button, Group, Modal, Text, TextInput, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconEyeOff, IconGripVertical } from '@tabler/icons-react';
import { useState, type DragEvent, type ReactNode } from 'react';
import { useText } from '../language/language.ts';
import type { WrittenSection } from './editor/written.ts';
import { moved } from './moved.ts';

interface RowProps {
  readonly section: WrittenSection;
  readonly index: number;
  readonly last: number;
  readonly onMove: (from: number, to: number) => void;
  readonly onTitle: (title: string) => void;
  readonly onLeaveOut: () => void;
}

const SectionRow = ({ section, index, last, onMove, onTitle, onLeaveOut }: RowProps): ReactNode => {
  const { t } = useText();
  const { title } = section;
  const isEmpty = section.lines.every(({ text }) => text.trim() === '');
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    const from = Number(event.dataTransfer.getData('text/plain'));
    if (Number.isInteger(from)) onMove(from, index);
  };
  return (
    <li
      className="arrange-row"
      onDragOver={(event) => {
        event.preventDefault();
      }}
      onDrop={drop}
    >
      <span
        className="arrange-grip"
        draggable
        aria-hidden="true"
        onDragStart={(event) => {
          event.dataTransfer.setData('text/plain', String(index));
        }}
      >
        <IconGripVertical size={18} />
      </span>
      <TextInput
        flex={1}
        size="sm"
        aria-label={t('arrange.name', { title })}
        value={title}
        maxLength={200}
        onChange={(event) => {
          onTitle(event.currentTarget.value);
        }}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        disabled={index === 0}
        aria-label={t('arrange.up', { title })}
        onClick={() => {
          onMove(index, index - 1);
        }}
      >
        <IconArrowUp size={18} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        disabled={index === last}
        aria-label={t('arrange.down', { title })}
        onClick={() => {
          onMove(index, index + 1);
        }}
      >
        <IconArrowDown size={18} />
      </ActionIcon>
      <Tooltip label={t(isEmpty ? 'arrange.out.done' : 'arrange.out')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={isEmpty}
          aria-label={t('arrange.out.of', { title })}
          onClick={onLeaveOut}
        >
          <IconEyeOff size={18} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
};

/** Order, titles and absence of the note's sections; what is done here is one change that can be undone. */
export const ArrangeSections = ({
  sections,
  onArranged,
  onClose,
}: {
  readonly sections: readonly WrittenSection[];
  readonly onArranged: (sections: readonly WrittenSection[]) => void;
  readonly onClose: () => void;
}): ReactNode => {
  const { t } = useText();
  const [now, setNow] = useState(sections);
  const change = (index: number, part: Partial<WrittenSection>): void => {
    setNow(now.map((section, at) => (at === index ? { ...section, ...part } : section)));
  };
  const isNamed = now.every(({ title }) => title.trim() !== '');
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('arrange.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <Text size="sm" c="dimmed" mb="sm">
        {t('arrange.hint')}
      </Text>
      <ol className="arrange-list">
        {now.map((section, index) => (
          <SectionRow
            key={section.id}
            section={section}
            index={index}
            last={now.length - 1}
            onMove={(from, to) => {
              setNow(moved(now, from, to));
            }}
            onTitle={(title) => {
              change(index, { title });
            }}
            onLeaveOut={() => {
              change(index, { lines: [] });
            }}
          />
        ))}
      </ol>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('app.cancel')}
        </Button>
        <Button
          disabled={!isNamed}
          onClick={() => {
            onArranged(now.map((section) => ({ ...section, title: section.title.trim() })));
            onClose();
          }}
        >
          {t('arrange.done')}
        </Button>
      </Group>
    </Modal>
  );
};
