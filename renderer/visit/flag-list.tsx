import { Badge, Button, Group, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Settlement, VisitView } from '../../shared/contract/visits.ts';
import type { Flag } from '../../shared/contract/flag.ts';
import { useChange } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { SourceList } from './evidence-panel.tsx';
import { openFirst } from './links.ts';

interface FlagProps {
  readonly flag: Flag;
  readonly settled: Settlement | undefined;
  readonly expanded: boolean;
  readonly view: VisitView;
  readonly onOpen: (flag: Flag) => void;
}

const Settle = ({ visit, flag }: { readonly visit: string; readonly flag: string }): ReactNode => {
  const { t } = useText();
  const settle = useChange('flags.settle');
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  if (!asking)
    return (
      <Group gap="xs">
        <Button
          size="compact-sm"
          onClick={() => {
            settle.mutate({ visit, flag, as: 'fixed' });
          }}
        >
          {t('flag.fixed')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            setAsking(true);
          }}
        >
          {t('flag.dismiss')}
        </Button>
      </Group>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        settle.mutate({ visit, flag, as: 'dismissed', reason });
      }}
    >
      <TextInput
        size="xs"
        mb="xs"
        label={t('flag.reason')}
        placeholder={t('flag.reason.hint')}
        data-autofocus
        autoFocus
        required
        maxLength={500}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      <Group gap="xs">
        <Button type="submit" size="compact-sm">
          {t('flag.dismiss')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            setAsking(false);
          }}
        >
          {t('flag.cancel')}
        </Button>
      </Group>
    </form>
  );
};

const FlagCard = ({ flag, settled, expanded, view, onOpen }: FlagProps): ReactNode => {
  const { t } = useText();
  const settle = useChange('flags.settle');
  const visit = view.summary.id;
  return (
    <li className={`flag ${settled ? 'settled' : flag.severity}`} data-flag={flag.id}>
      <button
        type="button"
        className="flag-head"
        aria-expanded={expanded}
        onClick={() => {
          onOpen(flag);
        }}
      >
        <Badge
          size="sm"
          radius="sm"
          variant="light"
          color={settled ? 'gray' : flag.severity === 'interrupt' ? 'red' : 'yellow'}
          className="flag-kind"
        >
          {settled ? t('flag.closed') : t(`flag.kind.${flag.kind}`)}
        </Badge>
        <span className="flag-message">{flag.message}</span>
      </button>
      {expanded && (
        <div className="flag-body">
          {flag.evidence.length > 0 && (
            <SourceList evidence={flag.evidence} transcript={view.transcript} chart={view.chart} />
          )}
          {settled ? (
            <Group gap="xs">
              <Text size="xs" c="dimmed">
                {settled.reason}
              </Text>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => {
                  settle.mutate({ visit, flag: flag.id, as: 'open' });
                }}
              >
                {t('flag.reopen')}
              </Button>
            </Group>
          ) : (
            <Settle visit={visit} flag={flag.id} />
          )}
        </div>
      )}
    </li>
  );
};

/** Everything to look at, open ones first. */
export const FlagList = ({
  view,
  expanded,
  onOpen,
}: {
  readonly view: VisitView;
  readonly expanded: string | undefined;
  readonly onOpen: (flag: Flag) => void;
}): ReactNode => {
  const { t } = useText();
  const open = openFirst(view.flags.filter((flag) => !view.settled[flag.id]));
  const closed = view.flags.filter((flag) => view.settled[flag.id]);
  if (view.flags.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('flags.none')}
      </Text>
    );
  return (
    <ul className="flags">
      {[...open, ...closed].map((flag) => (
        <FlagCard
          key={flag.id}
          flag={flag}
          settled={view.settled[flag.id]}
          expanded={flag.id === expanded}
          view={view}
          onOpen={onOpen}
        />
      ))}
    </ul>
  );
};
