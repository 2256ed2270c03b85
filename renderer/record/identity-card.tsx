import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useChange } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';

/** Corrects the name, or adds what tells this patient from another. */
const Correct = ({ view, onDone }: { readonly view: VisitView; readonly onDone: () => void }): ReactNode => {
  const { t } = useText();
  const { summary } = view;
  const identify = useChange('visits.identify');
  const [label, setLabel] = useState(summary.label);
  const [identifiers, setIdentifiers] = useState(view.identifiers.join(', '));
  return (
    <form
      className="stacked"
      onSubmit={(event) => {
        event.preventDefault();
        const list = identifiers
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== '');
        identify.mutate({ visit: summary.id, label, identifiers: list }, { onSuccess: onDone });
      }}
    >
      <TextInput
        size="sm"
        label={t('new.name')}
        value={label}
        maxLength={200}
        onChange={(event) => {
          setLabel(event.currentTarget.value);
        }}
      />
      <TextInput
        size="sm"
        label={t('identity.others')}
        description={t('identity.others.hint')}
        value={identifiers}
        maxLength={400}
        onChange={(event) => {
          setIdentifiers(event.currentTarget.value);
        }}
      />
      <Group gap="xs">
        <Button type="submit" size="compact-sm" loading={identify.isPending} disabled={label.trim() === ''}>
          {t('identity.keep')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onDone}>
          {t('app.cancel')}
        </Button>
      </Group>
      {identify.error && <ErrorPanel error={errorOf(identify.error)} onAgain={identify.reset} />}
    </form>
  );
};

/** Two identifiers of the patient stand here before anything is recorded. */
export const IdentityCard = ({
  view,
  mayChange,
}: {
  readonly view: VisitView;
  readonly mayChange: boolean;
}): ReactNode => {
  const { t } = useText();
  const { summary } = view;
  const [isCorrecting, setCorrecting] = useState(false);
  return (
    <section className="card identity" aria-label={t('identity.title')}>
      <h2>{t('identity.title')}</h2>
      {isCorrecting ? (
        <Correct
          view={view}
          onDone={() => {
            setCorrecting(false);
          }}
        />
      ) : (
        <>
          <p className="identity-name">{summary.label || t('today.nobody')}</p>
          <p className="identity-others">{view.identifiers.join(' · ')}</p>
          {view.identifiers.length === 0 && (
            <Text size="sm" className="complaint" role="alert">
              {t('identity.two')}
            </Text>
          )}
          {mayChange && (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => {
                setCorrecting(true);
              }}
            >
              {t('identity.correct')}
            </Button>
          )}
        </>
      )}
    </section>
  );
};
