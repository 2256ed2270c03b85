import { Button, Group, Kbd, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Flag } from '../../shared/contract/flag.ts';
import type { Settlement } from '../../shared/contract/visits.ts';
import { useChange } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { openFirst } from '../visit/links.ts';
import { HostSentence } from '../ui/host-sentence.tsx';
import { SourceList } from './source-list.tsx';
import { isOpen, type ReviewDesk } from './use-review-desk.ts';

interface FlagProps {
  readonly flag: Flag;
  readonly settled: Settlement | undefined;
  readonly desk: ReviewDesk;
  readonly mayType: boolean;
}

const Dismissal = ({ flag, desk }: Pick<FlagProps, 'flag' | 'desk'>): ReactNode => {
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
const Settle = ({ flag, desk }: Pick<FlagProps, 'flag' | 'desk'>): ReactNode => {
  const { t } = useText();
  if (desk.dismissing === flag.id) return <Dismissal flag={flag} desk={desk} />;
  return (
    <Group gap="xs">
      <Button size="compact-sm" onClick={desk.accept} rightSection={<Kbd size="xs">A</Kbd>}>
        {t('flag.accept')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={desk.fix} rightSection={<Kbd size="xs">X</Kbd>}>
        {t(flag.kind === 'omitted' ? 'flag.put' : 'flag.fix')}
      </Button>
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
}: FlagProps & { readonly settled: Settlement }): ReactNode => {
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

const FlagCard = (props: FlagProps): ReactNode => {
  const { flag, settled, desk, mayType } = props;
  const { t } = useText();
  const isExpanded = desk.flag === flag.id;
  return (
    <li className={`flag ${settled ? 'settled' : flag.severity}`} data-flag={flag.id}>
      <button
        type="button"
        className="flag-head"
        aria-expanded={isExpanded}
        onClick={() => {
          desk.openFlag(isExpanded ? undefined : flag);
        }}
      >
        <span className="flag-kind">{settled ? t('flag.closed') : t(`flag.kind.${flag.kind}`)}</span>
        <span className="flag-message">
          <HostSentence message={flag.message} />
        </span>
      </button>
      {isExpanded && (
        <div className="flag-body">
          {flag.evidence.length > 0 && <SourceList evidence={flag.evidence} />}
          {settled ? <Settled {...props} settled={settled} /> : mayType && <Settle flag={flag} desk={desk} />}
        </div>
      )}
    </li>
  );
};

/** A long list is drawn when it is asked for: the keys go through all points all the same. */
const SHOWN_FIRST = 30;

/** Points to look at, open ones first; what was settled stays below it. `omitted`: said, and not in the note. */
export const FlagList = ({
  desk,
  mayType,
  omitted,
}: {
  readonly desk: ReviewDesk;
  readonly mayType: boolean;
  readonly omitted: boolean;
}): ReactNode => {
  const { t } = useText();
  const { view } = desk;
  const [isWhole, setWhole] = useState(false);
  const flags = view.flags.filter(({ kind }) => (kind === 'omitted') === omitted);
  const open = openFirst(flags.filter(isOpen(view)));
  const closed = flags.filter((flag) => !isOpen(view)(flag));
  if (flags.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t(omitted ? 'omitted.none' : 'flags.none')}
      </Text>
    );
  const card = (flag: Flag): ReactNode => (
    <FlagCard key={flag.id} flag={flag} settled={view.settled[flag.id]} desk={desk} mayType={mayType} />
  );
  const shown = isWhole ? open : open.filter(({ id }, at) => at < SHOWN_FIRST || id === desk.flag);
  return (
    <>
      <ul className="flags">{shown.map(card)}</ul>
      {!isWhole && open.length > SHOWN_FIRST && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            setWhole(true);
          }}
        >
          {t('flags.all', { count: open.length })}
        </Button>
      )}
      {closed.length > 0 && (
        <details className="flags-settled">
          <summary>{t('flags.settled', { count: closed.length })}</summary>
          <ul className="flags">{closed.map(card)}</ul>
        </details>
      )}
    </>
  );
};
