import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAppState } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { useModels } from './speech-setup.tsx';
import { SupportLog } from './support-log.tsx';

/** Which version this is, what listens, and what the rules are worth. */
export const About = (): ReactNode => {
  const { t } = useText();
  const state = useAppState();
  const models = useModels();
  return (
    <>
      <Text mb="sm">{t('about.version', { version: state.data?.version ?? '' })}</Text>
      <Table mb="md" aria-label={t('settings.models')}>
        <Table.Tbody>
          {models.data?.models
            .filter(({ state: kept }) => kept === 'installed')
            .map((model) => (
              <Table.Tr key={model.name}>
                <Table.Td>{model.name}</Table.Td>
                <Table.Td>
                  <span className="hash">{model.file}</span>
                </Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" mb="xs">
        {t('about.rules')}
      </Text>
      <Text size="sm" mb="xs">
        {t('about.local')}
      </Text>
      <SupportLog />
      <Text size="xs" c="dimmed">
        {t('about.loinc')}
      </Text>
    </>
  );
};
