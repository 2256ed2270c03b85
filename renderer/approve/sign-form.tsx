import { Button, Group, PasswordInput, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSignature } from '@tabler/icons-react';
import { useRef, useState, type ReactNode } from 'react';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';

/** Asks for the passphrase that opens a clinician's own key, each time anew; it is not kept once it was sent. */
export const SignForm = ({
  means,
  label,
  change,
  onSign,
  hasKey = false,
  isNext = false,
}: {
  /** What the signature will mean. */
  readonly means: string;
  readonly label: string;
  readonly change: { readonly isPending: boolean; readonly error: Error | null; readonly reset: () => void };
  readonly onSign: (passphrase: string) => void;
  /** Whether this signature is the next thing to do: its key then leads here. */
  readonly hasKey?: boolean;
  /** Nothing else is left to decide: the caret waits in the field. */
  readonly isNext?: boolean;
}): ReactNode => {
  const { t } = useText();
  const [passphrase, setPassphrase] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const toField = (): void => {
    field.current?.focus();
  };
  useHotkeys(hasKey ? [['F', toField]] : []);
  return (
    <form
      className="sign"
      onSubmit={(event) => {
        event.preventDefault();
        onSign(passphrase);
        setPassphrase('');
      }}
    >
      <Text size="sm" mb="xs">
        {means}
      </Text>
      <Group align="end" gap="sm">
        <PasswordInput
          flex={1}
          ref={field}
          autoFocus={isNext}
          label={t('approve.passphrase')}
          autoComplete="off"
          required
          value={passphrase}
          onChange={(event) => {
            setPassphrase(event.currentTarget.value);
          }}
        />
        <Button
          type="submit"
          leftSection={<IconSignature size={18} aria-hidden="true" />}
          disabled={passphrase === ''}
          loading={change.isPending}
        >
          {label}
        </Button>
      </Group>
      {change.error && <ErrorPanel error={errorOf(change.error)} onAgain={change.reset} />}
    </form>
  );
};
