import './letter.css';
import { Button, Group, Text, Textarea, TextInput, Title } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useChange } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { LetterDraft } from './letter-draft.tsx';

/** A letter to a colleague: to whom and what for, then the letter as it would go, then its signature. */
export const LetterSection = ({ view }: { readonly view: VisitView }): ReactNode => {
  const { t } = useText();
  const { role } = usePerson();
  const write = useChange('letter.write');
  const { letter, summary, note } = view;
  const [to, setTo] = useState(letter?.to ?? '');
  const [asks, setAsks] = useState(letter?.asks ?? '');
  if (role === 'administrator' || !note || view.withheld) return null;
  const visit = summary.id;
  const putBack = letter?.putBack ?? [];
  return (
    <section className="letter" aria-label={t('letter.title')}>
      <Title order={3} size="h5">
        {t('letter.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('letter.hint')}
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate({ visit, to, asks, putBack });
        }}
      >
        <TextInput
          label={t('letter.to')}
          maxLength={200}
          value={to}
          onChange={(event) => {
            setTo(event.currentTarget.value);
          }}
        />
        <Textarea
          mt="xs"
          label={t('letter.asks')}
          autosize
          minRows={2}
          maxLength={4_000}
          value={asks}
          onChange={(event) => {
            setAsks(event.currentTarget.value);
          }}
        />
        <Group mt="xs">
          <Button
            type="submit"
            variant="default"
            loading={write.isPending}
            leftSection={<IconMail size={18} aria-hidden="true" />}
          >
            {t(letter ? 'letter.write.again' : 'letter.write')}
          </Button>
        </Group>
        {write.error && <ErrorPanel error={errorOf(write.error)} onAgain={write.reset} />}
      </form>
      {letter && (
        <LetterDraft
          visit={visit}
          letter={letter}
          isApproved={view.approval !== undefined}
          isOtherwise={to.trim() !== letter.to || asks.trim() !== letter.asks}
          onPutBack={(line, isIn) => {
            const others = putBack.filter((one) => one !== line);
            write.mutate({ visit, to, asks, putBack: isIn ? [...others, line] : others });
          }}
        />
      )}
    </section>
  );
};
