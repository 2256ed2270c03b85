import { Alert, Button, Group, PasswordInput, Text, Textarea, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconCheck, IconCopy, IconPrinter, IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { DocumentHash } from '../../shared/contract/vault.ts';
import type { z } from 'zod';
import type { ApprovalView, VisitView } from '../../shared/contract/visits.ts';
import { useChange, useClient, valueOf } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { useOpenPage } from '../ui/open-page.ts';
import { momentIn } from '../ui/time.ts';
import { ExportMenu, useExport } from './export-menu.tsx';
import { SendingState } from './sending.tsx';
import { SignedTexts } from './signed-texts.tsx';

type Signed = z.infer<typeof DocumentHash>;

const useCopy = (visit: string) => {
  const client = useClient();
  return useMutation({
    mutationFn: async ({ document, sha256 }: Signed) => {
      const { text } = valueOf(await client.call('release.copy', { visit, document, sha256 }));
      await navigator.clipboard.writeText(text);
    },
  });
};

/** One approved document and its ways out: each is an entry of the record. */
const Final = ({
  visit,
  signed,
  mayRelease,
}: {
  readonly visit: string;
  readonly signed: Signed;
  readonly mayRelease: boolean;
}): ReactNode => {
  const { t, has } = useText();
  const page = useOpenPage();
  const copy = useCopy(visit);
  const file = useExport({ visit, ...signed });
  const key = `document.${signed.document}`;
  const error = page.error ?? copy.error ?? file.error;
  return (
    <li className="final">
      <Text fw={560} flex={1}>
        {has(key) ? t(key) : signed.document}
      </Text>
      {mayRelease && (
        <Group gap="xs">
          <Button
            size="xs"
            leftSection={<IconPrinter size={16} aria-hidden="true" />}
            loading={page.isPending}
            onClick={() => {
              page.open('release.print', { visit, document: signed.document, sha256: signed.sha256 });
            }}
          >
            {t('final.print')}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={
              copy.isSuccess ? (
                <IconCheck size={16} aria-hidden="true" />
              ) : (
                <IconCopy size={16} aria-hidden="true" />
              )
            }
            loading={copy.isPending}
            onClick={() => {
              copy.mutate(signed);
            }}
          >
            {t(copy.isSuccess ? 'final.copied' : 'final.copy')}
          </Button>
          <ExportMenu
            document={signed.document}
            isPending={file.isPending}
            onExport={(format) => {
              file.mutate(format);
            }}
          />
        </Group>
      )}
      {error && (
        <ErrorPanel
          error={errorOf(error)}
          onAgain={() => {
            page.reset();
            copy.reset();
            file.reset();
          }}
        />
      )}
    </li>
  );
};

const Addendum = ({ visit }: { readonly visit: string }): ReactNode => {
  const { t } = useText();
  const add = useChange('approve.addendum');
  const [text, setText] = useState('');
  const [passphrase, setPassphrase] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(
          { visit, text: text.trim(), passphrase },
          {
            onSuccess: () => {
              setText('');
            },
          },
        );
        setPassphrase('');
      }}
    >
      <Textarea
        label={t('addendum.text')}
        autosize
        minRows={2}
        maxLength={20_000}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <Group align="end" mt="xs">
        <PasswordInput
          flex={1}
          label={t('approve.passphrase')}
          autoComplete="off"
          value={passphrase}
          onChange={(event) => {
            setPassphrase(event.currentTarget.value);
          }}
        />
        <Button
          type="submit"
          variant="default"
          loading={add.isPending}
          disabled={text.trim() === '' || passphrase === ''}
        >
          {t('addendum.sign')}
        </Button>
      </Group>
      {add.error && <ErrorPanel error={errorOf(add.error)} onAgain={add.reset} />}
    </form>
  );
};

/** After the signature: who signed, whether it holds, the ways out, and addenda. */
export const Finals = ({
  view,
  approval,
}: {
  readonly view: VisitView;
  readonly approval: ApprovalView;
}): ReactNode => {
  const { t, tongue } = useText();
  const { role } = usePerson();
  const visit = view.summary.id;
  const signedBy = t('final.by', { who: approval.by, when: momentIn(tongue, approval.at) });
  return (
    <>
      <Alert
        color={approval.verified ? 'pine' : 'red'}
        variant="light"
        icon={approval.verified ? <IconShieldCheck aria-hidden="true" /> : <IconShieldX aria-hidden="true" />}
        title={t(approval.verified ? 'final.verified' : 'final.broken')}
      >
        {signedBy} {approval.unseen > 0 && t('final.unseen', { count: approval.unseen })}
      </Alert>
      <ul className="finals">
        {approval.documents.map((signed) => (
          <Final key={signed.document} visit={visit} signed={signed} mayRelease={role === 'clinician'} />
        ))}
      </ul>
      <SendingState view={view} />
      <section className="addenda">
        <Title order={3} size="h5">
          {t('addendum.title')}
        </Title>
        {view.addenda.map((addendum) => (
          <div key={addendum.at} className="addendum">
            <Text size="xs" c="dimmed">
              {t('final.by', { who: addendum.by, when: momentIn(tongue, addendum.at) })}
            </Text>
            <p>{addendum.text}</p>
          </div>
        ))}
        {role === 'clinician' && <Addendum visit={visit} />}
      </section>
      <SignedTexts view={view} documents={approval.documents} />
    </>
  );
};
