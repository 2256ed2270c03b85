import { Kbd, Modal, Table, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText, type TextKey } from '../language/language.ts';

type Keys = readonly (readonly [readonly string[], TextKey])[];

const READING: Keys = [
  [['↓', '↑'], 'keys.move'],
  [['P'], 'keys.play'],
  [['F'], 'keys.flag'],
  [['A'], 'keys.accept'],
  [['X'], 'keys.fix'],
  [['D'], 'keys.dismiss'],
  [['Enter'], 'keys.type'],
  [['Shift', 'D'], 'keys.difference'],
];
const TYPING: Keys = [
  [['Esc'], 'keys.read'],
  [['F8'], 'keys.flag'],
  [['F9'], 'keys.play'],
  [['Ctrl', 'Enter'], 'keys.accept'],
  [['Alt', '↓'], 'keys.moveLine'],
  [['Ctrl', 'Z'], 'keys.undo'],
];
const RECORDING: Keys = [
  [['R'], 'keys.record'],
  [['Space'], 'keys.pause'],
  [['Shift', 'S'], 'keys.stop'],
];
const ANYWHERE: Keys = [
  [['F'], 'keys.next'],
  [['1', '…', '6'], 'keys.views'],
  [['Ctrl', 'K'], 'keys.palette'],
  [['N'], 'keys.new'],
  [['Alt', 'H'], 'keys.home'],
  [['?'], 'keys.help'],
];

const KeyTable = ({ title, keys }: { readonly title: TextKey; readonly keys: Keys }): ReactNode => {
  const { t } = useText();
  return (
    <section>
      <Title order={3} size="h6">
        {t(title)}
      </Title>
      <Table verticalSpacing={5} mb="sm">
        <Table.Tbody>
          {keys.map(([pressed, meaning]) => (
            <Table.Tr key={`${meaning} ${pressed.join()}`}>
              <Table.Td w={130}>
                {pressed.map((key) => (
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
    </section>
  );
};

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
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <KeyTable title="keys.reading" keys={READING} />
      <KeyTable title="keys.typing" keys={TYPING} />
      <KeyTable title="keys.recording" keys={RECORDING} />
      <KeyTable title="keys.anywhere" keys={ANYWHERE} />
    </Modal>
  );
};
