import { Button, Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useChange } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { useSettings } from '../settings/use-settings.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { momentIn } from '../ui/time.ts';

/** The wording to read out, and the event that it was agreed to. */
const Ask = ({ view }: { readonly view: VisitView }): ReactNode => {
  const { t, tongue } = useText();
  const settings = useSettings();
  const record = useChange('consent.record');
  const [language, setLanguage] = useState<'en' | 'es'>(tongue);
  const [given, setGiven] = useState<'spoken' | 'written'>('spoken');
  const [by, setBy] = useState(view.summary.label);
  const wording = settings.data?.consentWording[language] ?? '';
  return (
    <form
      className="stacked"
      onSubmit={(event) => {
        event.preventDefault();
        record.mutate({ visit: view.summary.id, wording, given, by });
      }}
    >
      <Group gap="xs" justify="space-between">
        <Text size="xs" c="dimmed">
          {t('consent.read')}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t('consent.language')}
          value={language}
          onChange={(value) => {
            setLanguage(value === 'es' ? 'es' : 'en');
          }}
          data={[
            { value: 'en', label: 'EN' },
            { value: 'es', label: 'ES' },
          ]}
        />
      </Group>
      <blockquote lang={language} className="wording">
        {wording}
      </blockquote>
      <Group gap="xs" align="end">
        <TextInput
          size="xs"
          flex={1}
          label={t('consent.by')}
          value={by}
          maxLength={200}
          onChange={(event) => {
            setBy(event.currentTarget.value);
          }}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('consent.how')}
          value={given}
          onChange={(value) => {
            setGiven(value === 'written' ? 'written' : 'spoken');
          }}
          data={(['spoken', 'written'] as const).map((value) => ({ value, label: t(`consent.${value}`) }))}
        />
        <Button
          type="submit"
          size="xs"
          loading={record.isPending}
          disabled={by.trim() === '' || wording.trim() === ''}
        >
          {t('consent.given')}
        </Button>
      </Group>
      {record.error && <ErrorPanel error={errorOf(record.error)} onAgain={record.reset} />}
    </form>
  );
};

const Present = ({ view }: { readonly view: VisitView }): ReactNode => {
  const { t } = useText();
  const present = useChange('consent.present');
  const [people, setPeople] = useState(view.present.map(({ role, name }) => name ?? role).join(', '));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const list = people
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== '')
          .map((role) => ({ role }));
        if (list.length > 0) present.mutate({ visit: view.summary.id, people: list });
      }}
    >
      <Group gap="xs" align="end">
        <TextInput
          size="xs"
          flex={1}
          label={t('present.who')}
          placeholder={t('present.hint')}
          value={people}
          maxLength={400}
          onChange={(event) => {
            setPeople(event.currentTarget.value);
          }}
        />
        <Button type="submit" size="xs" variant="default" loading={present.isPending}>
          {t(present.isSuccess ? 'present.kept' : 'present.keep')}
        </Button>
      </Group>
    </form>
  );
};

/** Consent as an event: asked in this wording, given by this person, and possibly withdrawn. */
export const ConsentCard = ({
  view,
  mayChange,
}: {
  readonly view: VisitView;
  readonly mayChange: boolean;
}): ReactNode => {
  const { t, tongue } = useText();
  const withdraw = useChange('consent.withdraw');
  const { consent } = view;
  const when = consent.at === undefined ? '' : momentIn(tongue, consent.at);
  return (
    <section className="card consent" aria-label={t('consent.title')}>
      <h2>{t('consent.title')}</h2>
      {consent.state === 'none' &&
        (mayChange ? <Ask view={view} /> : <Text size="sm">{t('consent.none')}</Text>)}
      {consent.state === 'given' && (
        <>
          <Text size="sm" className="heard">
            <IconCircleCheck size={18} aria-hidden="true" />{' '}
            {t(`consent.was.${consent.given ?? 'spoken'}`, { who: consent.by ?? '', when })}
          </Text>
          {mayChange && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              loading={withdraw.isPending}
              onClick={() => {
                withdraw.mutate({ visit: view.summary.id, by: consent.by ?? view.summary.label });
              }}
            >
              {t('consent.withdraw')}
            </Button>
          )}
        </>
      )}
      {consent.state === 'withdrawn' && (
        <Text size="sm" role="status" className="complaint">
          {t('consent.withdrawn', { when })}
        </Text>
      )}
      {withdraw.error && <ErrorPanel error={errorOf(withdraw.error)} onAgain={withdraw.reset} />}
      {mayChange && <Present view={view} />}
    </section>
  );
};
