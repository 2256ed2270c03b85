import { Alert, PasswordInput, Text, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ConnectionView } from '../../shared/contract/connections.ts';
import { isOnThisMachine } from '../../shared/contract/egress.ts';
import { useText } from '../language/language.ts';
import { momentIn } from '../ui/time.ts';

/** How another program is reached, as it is being typed. */
export interface ServerTyped {
  readonly url: string;
  readonly key: string;
  readonly certificate: string;
  readonly typedHost: string;
}

export const typedFrom = (kept: ConnectionView | undefined): ServerTyped => ({
  url: kept?.url ?? '',
  key: '',
  certificate: '',
  typedHost: '',
});

/** What is asked of the host: fields that were left empty are left out. */
export const askedOf = ({ url, key, certificate, typedHost }: ServerTyped) => ({
  url: url.trim(),
  ...(key !== '' && { key }),
  ...(certificate.trim() !== '' && { certificate }),
  ...(typedHost !== '' && { typedHost }),
});

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).host : undefined);

/** Whether a connection to another computer still holds, and whose word that is. */
export const Confirmed = ({ kept }: { readonly kept: ConnectionView }): ReactNode => {
  const { t, tongue } = useText();
  if (!kept.elsewhere) return null;
  const { confirmed, host } = kept;
  return (
    <Text size="sm" c={confirmed ? 'dimmed' : 'red'}>
      {confirmed
        ? t('connections.confirmed', { host, who: confirmed.by, when: momentIn(tongue, confirmed.at) })
        : t('connections.unconfirmed', { host })}
    </Text>
  );
};

/** Address, key, certificate; and, for another computer, its name typed back. */
export const ServerFields = ({
  typed,
  kept,
  placeholder,
  onTyped,
}: {
  readonly typed: ServerTyped;
  readonly kept: ConnectionView | undefined;
  readonly placeholder: string;
  readonly onTyped: (typed: ServerTyped) => void;
}): ReactNode => {
  const { t } = useText();
  const host = hostOf(typed.url.trim());
  const isElsewhere = host !== undefined && host !== '' && !isOnThisMachine(typed.url.trim());
  return (
    <>
      <TextInput
        label={t('connections.address')}
        placeholder={placeholder}
        value={typed.url}
        maxLength={500}
        onChange={(event) => {
          onTyped({ ...typed, url: event.currentTarget.value });
        }}
      />
      <PasswordInput
        label={t('connections.key')}
        description={kept?.keyKept ? t('connections.key.kept') : undefined}
        autoComplete="off"
        value={typed.key}
        onChange={(event) => {
          onTyped({ ...typed, key: event.currentTarget.value });
        }}
      />
      <Textarea
        label={t('connections.certificate')}
        placeholder="-----BEGIN CERTIFICATE-----"
        autosize
        minRows={1}
        maxRows={4}
        value={typed.certificate}
        onChange={(event) => {
          onTyped({ ...typed, certificate: event.currentTarget.value });
        }}
      />
      {isElsewhere && (
        <Alert color="orange" variant="light">
          <Text size="sm" mb="xs">
            {t('connections.elsewhere', { host })}
          </Text>
          <TextInput
            label={t('connections.confirm', { host })}
            autoComplete="off"
            value={typed.typedHost}
            onChange={(event) => {
              onTyped({ ...typed, typedHost: event.currentTarget.value });
            }}
          />
        </Alert>
      )}
    </>
  );
};
