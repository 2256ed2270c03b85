import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Suggestion } from '../../shared/contract/suggestion.ts';
import { useText } from '../language/language.ts';
import { newLineId } from './editor/line-id.ts';
import { SourceList } from './source-list.tsx';
import type { ReviewDesk } from './use-review-desk.ts';

const Reasons = ({
  title,
  reasons,
}: {
  readonly title: string;
  readonly reasons: Suggestion['for'];
}): ReactNode => {
  if (reasons.length === 0) return null;
  return (
    <div className="reasons">
      <span className="reasons-title">{title}</span>
      <ul>
        {reasons.map((reason) => (
          <li key={reason.text}>
            <details>
              <summary>{reason.text}</summary>
              <SourceList evidence={reason.evidence} />
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
};

/** Things to consider, apart from the note and labelled so; only a clinician moves one there. */
export const Suggestions = ({
  desk,
  mayTake,
}: {
  readonly desk: ReviewDesk;
  readonly mayTake: boolean;
}): ReactNode => {
  const { t } = useText();
  const { suggestions } = desk.view;
  if (suggestions.length === 0) return null;
  const take = (one: Suggestion): void => {
    const section = desk.text.text.at(-1);
    if (section) desk.text.handle.current?.put(section.id, { id: newLineId(), text: one.text });
  };
  return (
    <section className="suggestions" aria-label={t('suggestions.title')}>
      <Text size="xs" c="dimmed" mb="xs">
        {t('suggestions.hint')}
      </Text>
      {suggestions.map((one) => (
        <article key={one.id} className="suggestion">
          <p className="suggestion-text">{one.text}</p>
          {one.differs && (
            <Text size="xs" c="dimmed">
              {one.differs}
            </Text>
          )}
          <Reasons title={t('suggestions.for')} reasons={one.for} />
          <Reasons title={t('suggestions.against')} reasons={one.against} />
          {mayTake && (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => {
                take(one);
              }}
            >
              {t('suggestions.take')}
            </Button>
          )}
        </article>
      ))}
    </section>
  );
};
