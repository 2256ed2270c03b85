import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../language/language.ts';
import { SourceList } from './source-list.tsx';
import type { ReviewDesk } from './use-review-desk.ts';

/** As many as a person takes in; the rest is behind a click. */
const SHOWN = 6;

const OmissionRow = ({
  desk,
  omitted,
  mayType,
}: {
  readonly desk: ReviewDesk;
  readonly omitted: ReviewDesk['checked']['omissions'][number];
  readonly mayType: boolean;
}): ReactNode => {
  const { t } = useText();
  const section = desk.text.text.find(({ id }) => id === omitted.section);
  return (
    <li className="omission">
      <details>
        <summary>
          <span className="omission-text">{omitted.line.text}</span>
        </summary>
        <SourceList evidence={omitted.evidence} transcript={desk.view.transcript} chart={desk.view.chart} />
      </details>
      {mayType && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => {
            desk.take(omitted);
          }}
        >
          {t('omitted.put', { section: section?.title ?? desk.text.text.at(-1)?.title ?? '' })}
        </Button>
      )}
    </li>
  );
};

/** Said in the visit and not in the note, the most important first; each can be put where it belongs. */
export const Omissions = ({
  desk,
  mayType,
}: {
  readonly desk: ReviewDesk;
  readonly mayType: boolean;
}): ReactNode => {
  const { t } = useText();
  const { omissions } = desk.checked;
  if (omissions.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('omitted.none')}
      </Text>
    );
  const rows = omissions.map((omitted) => (
    <OmissionRow key={omitted.id} desk={desk} omitted={omitted} mayType={mayType} />
  ));
  return (
    <>
      <ul className="omissions">{rows.slice(0, SHOWN)}</ul>
      {rows.length > SHOWN && (
        <details>
          <summary>{t('omitted.more', { count: rows.length - SHOWN })}</summary>
          <ul className="omissions">{rows.slice(SHOWN)}</ul>
        </details>
      )}
    </>
  );
};
