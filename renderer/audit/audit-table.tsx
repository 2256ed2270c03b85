import { Badge, Button, Group, Loader, Table, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { IconShieldCheck } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { AuditEvent } from '../../shared/contract/settings.ts';
import { useClient, valueOf } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { SaveButton } from '../ui/save-button.tsx';
import { momentIn } from '../ui/time.ts';
import { ANYTHING, AuditFilters } from './audit-filters.tsx';
import { runsOf } from './runs.ts';
import { spanOf } from './span.ts';

const Check = (): ReactNode => {
  const { t } = useText();
  const client = useClient();
  const check = useMutation({
    mutationFn: async () => valueOf(await client.call('audit.check', {})),
  });
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={check.isPending}
        leftSection={<IconShieldCheck size={16} aria-hidden="true" />}
        onClick={() => {
          check.mutate();
        }}
      >
        {t('audit.check')}
      </Button>
      {check.data && (
        <Text size="sm" role="status" className={check.data.findings.length > 0 ? 'complaint' : ''}>
          {check.data.findings.length > 0
            ? t('audit.check.found', { count: check.data.findings.length })
            : t('audit.check.good', { entries: check.data.entries, visits: check.data.visits })}
        </Text>
      )}
      {check.error && <ErrorPanel error={errorOf(check.error)} onAgain={check.reset} />}
    </>
  );
};

const Events = ({
  events,
  nameOf,
}: {
  readonly events: readonly AuditEvent[];
  readonly nameOf: (kind: string) => string;
}): ReactNode => {
  const { t, tongue } = useText();
  return (
    <div className="paper table-paper">
      <Table verticalSpacing="xs" aria-label={t('audit.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('audit.when')}</Table.Th>
            <Table.Th>{t('audit.who')}</Table.Th>
            <Table.Th>{t('audit.what')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runsOf(events).map(({ event, times }) => (
            <Table.Tr key={`${event.journal} ${String(event.n)}`}>
              <Table.Td>
                {momentIn(tongue, event.at)}{' '}
                {event.clockBehind && (
                  <Badge size="xs" color="orange" variant="light">
                    {t('audit.clock')}
                  </Badge>
                )}
              </Table.Td>
              <Table.Td>{event.name}</Table.Td>
              <Table.Td>
                {nameOf(event.kind)}
                {times > 1 && ` × ${String(times)}`}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
};

/** Who did what, when; of one visit or of the whole record. No patient text. */
export const AuditTable = ({ visit }: { readonly visit?: string }): ReactNode => {
  const { t, has } = useText();
  const client = useClient();
  const [looked, setLooked] = useState(ANYTHING);
  const [limit, setLimit] = useState(100);
  const filter = {
    ...(visit !== undefined && { visit }),
    ...(looked.kind !== null && { kind: looked.kind }),
    ...(looked.person !== null && { person: looked.person }),
    ...spanOf(looked.days),
  };
  const audit = useQuery({
    queryKey: ['visit', visit ?? 'all', 'audit', filter, limit],
    queryFn: async () => valueOf(await client.call('audit.view', { ...filter, limit })),
    placeholderData: (before) => before,
  });
  const nameOf = (one: string): string => {
    const key = `entry.${one}`;
    return has(key) ? t(key) : one;
  };
  if (audit.error)
    return (
      <ErrorPanel
        error={errorOf(audit.error)}
        onAgain={() => {
          void audit.refetch();
        }}
      />
    );
  if (!audit.data) return <Loader type="dots" aria-label={t('app.loading')} />;
  return (
    <>
      <Group mb="sm" align="center">
        <AuditFilters offered={audit.data} looked={looked} onLook={setLooked} nameOf={nameOf} />
        <SaveButton
          file="footnote-audit.jsonl"
          fetch={async () => valueOf(await client.call('audit.export', filter)).jsonl}
        >
          {t('audit.export')}
        </SaveButton>
        <Check />
      </Group>
      <Events events={audit.data.events} nameOf={nameOf} />
      {audit.data.more && (
        <Button
          mt="sm"
          size="xs"
          variant="default"
          onClick={() => {
            setLimit(Math.min(1_000, limit + 200));
          }}
        >
          {t('audit.more')}
        </Button>
      )}
    </>
  );
};
