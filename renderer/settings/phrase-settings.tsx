import { ActionIcon, Button, Text, Textarea, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { useKeepPhrases, usePhrases } from './phrases.ts';

const IS_ABBREVIATION = /^\S{2,20}$/;

/** A person's own phrases: the abbreviation and a space put the phrase in. */
export const PhraseSettings = (): ReactNode => {
  const { t } = useText();
  const phrases = usePhrases();
  const { keep, error, reset } = useKeepPhrases();
  const [abbreviation, setAbbreviation] = useState('');
  const [text, setText] = useState('');
  const isGood = IS_ABBREVIATION.test(abbreviation) && text.trim() !== '';
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {t('phrases.hint')}
      </Text>
      {phrases.length > 0 && (
        <ul className="settings-rows">
          {phrases.map((phrase) => (
            <li key={phrase.abbreviation} className="settings-row">
              <code>{phrase.abbreviation}</code>
              <span className="grow">{phrase.text}</span>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('phrases.remove', { abbreviation: phrase.abbreviation })}
                onClick={() => {
                  keep(phrases.filter((one) => one !== phrase));
                }}
              >
                <IconTrash size={18} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <form
        className="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          const others = phrases.filter((one) => one.abbreviation !== abbreviation);
          keep([...others, { abbreviation, text: text.trim() }]);
          setAbbreviation('');
          setText('');
        }}
      >
        <TextInput
          label={t('phrases.abbreviation')}
          description={t('phrases.abbreviation.hint')}
          value={abbreviation}
          maxLength={20}
          onChange={(event) => {
            setAbbreviation(event.currentTarget.value.trim());
          }}
        />
        <Textarea
          label={t('phrases.text')}
          autosize
          minRows={2}
          maxLength={2_000}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        <div>
          <Button type="submit" disabled={!isGood}>
            {t('phrases.add')}
          </Button>
        </div>
        {error && <ErrorPanel error={errorOf(error)} onAgain={reset} />}
      </form>
    </>
  );
};
