import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAsk } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { Waiting } from '../ui/waiting.tsx';

/** The patients that a number may mean in the record system, to pick one: with all that tells them apart. */
export const PickPatient = ({
  visit,
  number,
  onPick,
}: {
  readonly visit: string;
  /** Left out: the numbers of the visit. */
  readonly number?: string;
  readonly onPick: (id: string) => void;
}): ReactNode => {
  const { t } = useText();
  const found = useAsk('visits.find-patients', { visit, ...(number !== undefined && { number }) });
  if (found.error)
    return (
      <ErrorPanel
        error={errorOf(found.error)}
        onAgain={() => {
          void found.refetch();
        }}
      />
    );
  if (!found.data) return <Waiting />;
  return (
    <section aria-label={t('sending.pick')}>
      <Text size="sm" my="xs">
        {t('sending.pick')}
      </Text>
      <ul className="settings-rows">
        {found.data.patients.map(({ id, name, birthDate, numbers }) => (
          <li key={id} className="settings-row">
            <span className="grow">
              {[name, birthDate ?? t('sending.pick.no-birth'), ...numbers].join(' · ')}
              <Text size="xs" c="dimmed">
                {id}
              </Text>
            </span>
            <Button
              size="xs"
              variant="default"
              aria-label={t('sending.pick.this', { name, id })}
              onClick={() => {
                onPick(id);
              }}
            >
              {t('sending.pick.one')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
};
