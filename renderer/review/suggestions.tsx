import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Suggestion } from '../../shared/contract/suggestion.ts';
import { useAction, useAsk } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
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

/** Explanations that a language model gives when it is asked; nothing of them is kept unless a clinician takes one. */
const useExplanations = (visit: string) => {
  const connections = useAsk('connections.get', {});
  const propose = useAction('explanations.propose');
  return {
    mayAsk: connections.data?.model.tasks.includes('differential') ?? false,
    propose,
    ask: () => {
      propose.mutate({ visit });
    },
  };
};

const AskModel = ({
  propose,
  ask,
}: Pick<ReturnType<typeof useExplanations>, 'propose' | 'ask'>): ReactNode => {
  const { t } = useText();
  const { data, error, isPending, reset } = propose;
  return (
    <>
      <Button size="compact-sm" variant="default" mb="xs" loading={isPending} onClick={ask}>
        {t('explain.ask')}
      </Button>
      {data && (
        <Text size="xs" c="dimmed" role="status">
          {data.suggestions.length > 0
            ? t('explain.by', { model: data.model, host: data.host })
            : t('explain.none', { model: data.model })}
        </Text>
      )}
      {error && <ErrorPanel error={errorOf(error)} onAgain={reset} />}
    </>
  );
};

const Suggested = ({
  one,
  onTake,
}: {
  readonly one: Suggestion;
  readonly onTake: (() => void) | undefined;
}): ReactNode => {
  const { t } = useText();
  return (
    <article className="suggestion">
      <p className="suggestion-text">{one.text}</p>
      {one.differs && (
        <Text size="xs" c="dimmed">
          {one.differs}
        </Text>
      )}
      <Reasons title={t('suggestions.for')} reasons={one.for} />
      <Reasons title={t('suggestions.against')} reasons={one.against} />
      {onTake && (
        <Button size="compact-xs" variant="subtle" onClick={onTake}>
          {t('suggestions.take')}
        </Button>
      )}
    </article>
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
  const { suggestions, summary } = desk.view;
  const model = useExplanations(summary.id);
  const take = (one: Suggestion) => () => {
    const section = desk.text.text.at(-1);
    if (section) desk.text.handle.current?.put(section.id, { id: newLineId(), text: one.text });
  };
  const shown = (all: readonly Suggestion[]): ReactNode =>
    all.map((one) => <Suggested key={one.id} one={one} onTake={mayTake ? take(one) : undefined} />);
  return (
    <section className="suggestions" aria-label={t('suggestions.title')}>
      <Text size="xs" c="dimmed" mb="xs">
        {t('suggestions.hint')}
      </Text>
      {shown(suggestions)}
      {mayTake && model.mayAsk && <AskModel {...model} />}
      {shown(model.propose.data?.suggestions ?? [])}
    </section>
  );
};
