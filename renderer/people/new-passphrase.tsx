import { PasswordInput, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useText } from '../language/language.ts';

export interface Chosen {
  readonly passphrase: string;
  /** Long enough, and the same twice. */
  readonly isGood: boolean;
}

/** Letters that the record asks for at the least. */
const AT_LEAST = 12;

/** A new passphrase, typed twice. */
export const NewPassphrase = ({
  onChosen,
  label,
}: {
  readonly onChosen: (chosen: Chosen) => void;
  readonly label?: string;
}): ReactNode => {
  const { t } = useText();
  const [once, setOnce] = useState('');
  const [twice, setTwice] = useState('');
  const tell = (first: string, second: string): void => {
    onChosen({ passphrase: first, isGood: first.length >= AT_LEAST && first === second });
  };
  return (
    <>
      <PasswordInput
        label={label ?? t('passphrase.new')}
        description={t('passphrase.hint', { letters: AT_LEAST })}
        autoComplete="new-password"
        value={once}
        onChange={(event) => {
          setOnce(event.currentTarget.value);
          tell(event.currentTarget.value, twice);
        }}
      />
      <PasswordInput
        label={t('passphrase.again')}
        autoComplete="new-password"
        value={twice}
        error={
          twice !== '' && once !== twice && twice.length >= once.length ? t('passphrase.differs') : undefined
        }
        onChange={(event) => {
          setTwice(event.currentTarget.value);
          tell(once, event.currentTarget.value);
        }}
      />
      {once !== '' && once.length < AT_LEAST && (
        <Text size="xs" c="dimmed" role="status">
          {t('passphrase.more', { count: AT_LEAST - once.length })}
        </Text>
      )}
    </>
  );
};
