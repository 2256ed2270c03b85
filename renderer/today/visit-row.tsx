import { ActionIcon, Badge, Button, Group, Popover, Progress, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { VisitState, VisitSummary } from '../../shared/contract/app.ts';
import { useChange } from '../api/queries.ts';
import { addressOf } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { dateIn, timeOfDay } from '../ui/time.ts';

const COLOURS: Readonly<Record<VisitState, string>> = {
  new: 'gray',
  briefed: 'blue',
  transcribing: 'pine',
  draft: 'pine',
  stopped: 'orange',
};

const Remove = ({ visit, name }: { readonly visit: string; readonly name: string }): ReactNode => {
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  const remove = useChange('visits.remove');
  return (
    <Popover opened={asking} onChange={setAsking} trapFocus withArrow position="left">
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('today.remove', { name })}
          onClick={() => {
            setAsking(true);
          }}
        >
          <IconTrash size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" mb="xs">
          {t('today.remove.ask')}
        </Text>
        <Group gap="xs">
          <Button
            size="xs"
            color="red"
            onClick={() => {
              remove.mutate({ visit });
            }}
          >
            {t('today.remove.yes')}
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              setAsking(false);
            }}
          >
            {t('today.remove.no')}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
};

/** One visit on the work list. */
export const VisitRow = ({ visit }: { readonly visit: VisitSummary }): ReactNode => {
  const { t, tongue } = useText();
  const name = visit.patient?.name ?? t('today.nobody');
  const open = visit.open.interrupt + visit.open.show;
  const share = Math.round((visit.progress?.share ?? 0) * 100);
  return (
    <li className="visit-row">
      <time dateTime={visit.createdAt}>{timeOfDay(tongue, visit.createdAt)}</time>
      <a className="visit-link" href={addressOf({ screen: 'visit', visit: visit.id, part: 'note' })}>
        <span className="visit-name">{name}</span>
        <span className="visit-ids">
          {visit.patient?.birthDate && t('today.born', { date: dateIn(tongue, visit.patient.birthDate) })}
          {visit.patient && ` · ${visit.patient.id}`}
        </span>
      </a>
      {visit.sample && (
        <Badge variant="default" radius="sm">
          {t('today.sample.mark')}
        </Badge>
      )}
      <span className="visit-flags">
        {visit.state === 'draft' && (open > 0 ? t('flags.open', { count: open }) : t('flags.none'))}
        {visit.progress && (
          <Progress value={share} aria-label={t(`stage.${visit.progress.stage}`)} w={120} size="sm" />
        )}
      </span>
      <Badge variant="light" color={COLOURS[visit.state]} radius="sm" className="visit-state">
        {t(`state.${visit.state}`)}
      </Badge>
      <Remove visit={visit.id} name={name} />
    </li>
  );
};
