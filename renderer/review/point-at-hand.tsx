import { Button, Group, Kbd, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Evidence } from '../../shared/contract/evidence.ts';
import type { Flag } from '../../shared/contract/flag.ts';
import type { Settlement } from '../../shared/contract/visits.ts';
import { useChange } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { HostSentence } from '../ui/host-sentence.tsx';
import { isShownIn } from './passages.ts';
import { SourceList } from './source-list.tsx';
import type { ReviewDesk } from './use-review-desk.ts';

interface PointProps {
  readonly flag: Flag;
  readonly desk: ReviewDesk;
}

const Dismissal = ({ flag, desk }: PointProps): ReactNode => {
  const { t } = useText();
  const settle = useChange('flags.settle');
  const [reason, setReason] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        settle.mutate({ visit: desk.view.summary.id, flag: flag.id, as: 'dismissed', reason });
        desk.setDismissing(undefined);
        desk.next();
        desk.text.handle.current?.focus();
      }}
    >
      <TextInput
        size="xs"
        mb="xs"
        label={t('flag.reason')}
        placeholder={t('flag.reason.hint')}
        autoFocus
        required
        maxLength={500}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') desk.setDismissing(undefined);
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
            desk.setDismissing(undefined);
          }}
        >
          {t('app.cancel')}
        </Button>
      </Group>
    </form>
  );
};

/** Accept, fix or dismiss; each has one key. */
const Settle = ({ flag, desk }: PointProps): ReactNode => {
  const { t } = useText();
  if (desk.dismissing === flag.id) return <Dismissal flag={flag} desk={desk} />;
  return (
    <Group gap="xs">
      <Button size="compact-sm" onClick={desk.accept} rightSection={<Kbd size="xs">A</Kbd>}>
        {t('flag.accept')}
      </Button>
      {(flag.about !== undefined || flag.kind === 'omitted') && (
        <Button size="compact-sm" variant="default" onClick={desk.fix} rightSection={<Kbd size="xs">X</Kbd>}>
          {t(flag.kind === 'omitted' ? 'flag.put' : 'flag.fix')}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        rightSection={<Kbd size="xs">D</Kbd>}
        onClick={() => {
          desk.setDismissing(flag.id);
        }}
      >
        {t('flag.dismiss')}
      </Button>
    </Group>
  );
};

const Settled = ({
  flag,
  settled,
  desk,
  mayType,
}: PointProps & { readonly settled: Settlement; readonly mayType: boolean }): ReactNode => {
  const { t } = useText();
  const settle = useChange('flags.settle');
  return (
    <Group gap="xs">
      <Text size="xs" c="dimmed">
        {[t(`flag.as.${settled.as}`, { who: settled.by }), settled.reason].filter(Boolean).join(': ')}
      </Text>
      {mayType && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            settle.mutate({ visit: desk.view.summary.id, flag: flag.id, as: 'open' });
          }}
        >
          {t('flag.reopen')}
        </Button>
      )}
    </Group>
  );
};

/** What a point rests on beyond the sources of its line, which stand right below it. */
const furtherSources = (flag: Flag, desk: ReviewDesk): readonly Evidence[] => {
  const below = desk.shown?.id === flag.about ? (desk.shown?.evidence ?? []) : [];
  return flag.evidence.filter((one) => !isShownIn(below, one));
};

/**
 * The point that is open. It comes first in its column: what is asked has to be on the screen when its key is pressed,
 * however long the sources are.
 */
export const PointAtHand = ({
  desk,
  mayType,
}: {
  readonly desk: ReviewDesk;
  readonly mayType: boolean;
}): ReactNode => {
  const { t } = useText();
  const card = useRef<HTMLElement>(null);
  const flag = desk.view.flags.find(({ id }) => id === desk.flag);
  const id = flag?.id;
  useEffect(() => {
    if (id !== undefined) card.current?.scrollIntoView({ block: 'nearest' });
  }, [id]);
  if (!flag) return null;
  const settled = desk.view.settled[flag.id];
  const further = furtherSources(flag, desk);
  return (
    <section
      ref={card}
      className={`flag at-hand ${settled ? 'settled' : flag.severity}`}
      aria-label={t('points.at-hand')}
    >
      <span className="flag-kind">{settled ? t('flag.closed') : t(`flag.kind.${flag.kind}`)}</span>
      <p className="flag-message">
        <HostSentence message={flag.message} />
      </p>
      {further.length > 0 && <SourceList evidence={further} />}
      {settled ? (
        <Settled flag={flag} desk={desk} settled={settled} mayType={mayType} />
      ) : (
        mayType && <Settle flag={flag} desk={desk} />
      )}
    </section>
  );
};
