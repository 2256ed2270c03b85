import { Kbd, Modal, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText, type TextKey } from '../language/language.ts';

const KEYS: readonly (readonly [readonly string[], TextKey])[] = [
  [['↓', '↑'], 'keys.move'],
  [['Enter'], 'keys.play'],
  [['F'], 'keys.flag'],
  [['1', '2', '3'], 'keys.views'],
  [['P'], 'keys.pause'],
  [['Alt', 'H'], 'keys.home'],
  [['?'], 'keys.help'],
];

export const CheatSheet = ({
  opened,
  onClose,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
}): ReactNode => {
  const { t } = useText();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      centered
      closeButtonProps={{ 'aria-label': t('keys.close') }}
    >
      <Table verticalSpacing="sm">
        <Table.Tbody>
          {KEYS.map(([keys, meaning]) => (
            <Table.Tr key={meaning}>
              <Table.Td>
                {keys.map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{t(meaning)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
};
