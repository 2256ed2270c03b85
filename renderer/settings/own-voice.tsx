import { Button, Checkbox, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useAction, useAsk } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';

import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { dateIn } from '../ui/time.ts';

/** A clinician may have her voice learned, so that it is told from the patient's; what is kept of it can be deleted. */
export const OwnVoice = (): ReactNode => {
  const { t, tongue } = useText();
  const { role } = usePerson();
  const asked = useAsk('voice.get', {});
  const learn = useAction('voice.learn');
  const forget = useAction('voice.forget');
  const [isAgreed, setAgreed] = useState(false);
  if (role !== 'clinician' || !asked.data) return null;
  const { kept } = asked.data;
  const error = learn.error ?? forget.error;
  const refetch = (): void => {
    setAgreed(false);
    void asked.refetch();
  };
  return (
    <section className="settings-form own-voice">
      <Title order={3} size="h5">
        {t('voice.title')}
      </Title>
      <Text size="sm">{t('voice.hint')}</Text>
      {kept && (
        <Text size="sm" role="status">
          {t('voice.kept', { day: dateIn(tongue, kept.at), count: kept.visits })}
        </Text>
      )}
      <Checkbox
        label={t('voice.agreed')}
        checked={isAgreed}
        onChange={(event) => {
          setAgreed(event.currentTarget.checked);
        }}
      />
      <div>
        <Button
          variant="default"
          mr="sm"
          disabled={!isAgreed}
          loading={learn.isPending}
          onClick={() => {
            forget.reset();
            learn.mutate({ agreed: t('voice.agreed') }, { onSuccess: refetch });
          }}
        >
          {t(kept ? 'voice.again' : 'voice.learn')}
        </Button>
        {kept && (
          <Button
            variant="subtle"
            color="gray"
            loading={forget.isPending}
            onClick={() => {
              learn.reset();
              forget.mutate({}, { onSuccess: refetch });
            }}
          >
            {t('voice.forget')}
          </Button>
        )}
      </div>
      {error && <ErrorPanel error={errorOf(error)} />}
    </section>
  );
};
