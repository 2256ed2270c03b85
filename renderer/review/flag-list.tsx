import { Button, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Flag } from '../../shared/contract/flag.ts';
import type { Settlement } from '../../shared/contract/visits.ts';
import { useText } from '../language/language.ts';
import { openFirst } from '../visit/links.ts';
import { HostSentence } from '../ui/host-sentence.tsx';
import { isOpen, type ReviewDesk } from './use-review-desk.ts';

interface FlagProps {
  readonly flag: Flag;
  readonly settled: Settlement | undefined;
  readonly desk: ReviewDesk;
}

const FlagCard = ({ flag, settled, desk }: FlagProps): ReactNode => {
  const { t } = useText();
  const isOpened = desk.flag === flag.id;
  return (
    <li className={`flag ${settled ? 'settled' : flag.severity}`} data-flag={flag.id}>
      <button
        type="button"
        className="flag-head"
        aria-pressed={isOpened}
        onClick={() => {
          desk.openFlag(isOpened ? undefined : flag);
        }}
      >
        <span className="flag-kind">{settled ? t('flag.closed') : t(`flag.kind.${flag.kind}`)}</span>
        <span className="flag-message">
          <HostSentence message={flag.message} />
        </span>
      </button>
    </li>
  );
};

/** A long list is drawn when it is asked for: the keys go through all points all the same. */
const SHOWN_FIRST = 30;

/** Points to look at, open ones first; what was settled stays below it. `omitted`: said, and not in the note. */
export const FlagList = ({
  desk,
  omitted,
}: {
  readonly desk: ReviewDesk;
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
    <FlagCard key={flag.id} flag={flag} settled={view.settled[flag.id]} desk={desk} />
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
