import { Button, Group, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { LetterView } from '../../shared/contract/deliver.ts';
import { SignForm } from '../approve/sign-form.tsx';
import { useChange } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { copyAsDraft } from '../review/copy-as-draft.ts';
import { KeptOffList } from '../ui/kept-off-list.tsx';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { useOpenPage } from '../ui/open-page.ts';

const LetterText = ({ letter: { letter, doubted } }: { readonly letter: LetterView }): ReactNode => {
  const { t } = useText();
  return (
    <article
      className="paper note-text"
      lang={letter.language}
      aria-label={t('letter.preview')}
      onCopy={copyAsDraft}
    >
      <p className="watermark">{t('app.draft.long')}</p>
      {letter.sections.map((section) => (
        <section key={section.id}>
          <h4>{section.title}</h4>
          {section.lines.map((line) => (
            <p key={line.id} className={doubted.includes(line.id) ? 'doubted' : undefined}>
              {line.text}
              {doubted.includes(line.id) && <span className="doubt">{t('letter.doubted')}</span>}
            </p>
          ))}
        </section>
      ))}
    </article>
  );
};

/** The letter is signed on its own, after the visit: what it says is then the signed note's. */
const SignLetter = ({
  visit,
  letter,
}: {
  readonly visit: string;
  readonly letter: LetterView;
}): ReactNode => {
  const { t } = useText();
  const { label } = usePerson();
  const sign = useChange('letter.sign');
  return (
    <SignForm
      means={t('letter.means', { who: label })}
      label={t('letter.sign')}
      change={sign}
      onSign={(passphrase) => {
        sign.mutate({ visit, sha256: letter.sha256, passphrase });
      }}
    />
  );
};

/** The letter as it would go now: its text, what is kept off, the draft page, and the signature once it may be signed. */
export const LetterDraft = ({
  visit,
  letter,
  isApproved,
  isOtherwise,
  onPutBack,
}: {
  readonly visit: string;
  readonly letter: LetterView;
  readonly isApproved: boolean;
  /** Something else stands in the fields above: that is not what would be signed. */
  readonly isOtherwise: boolean;
  readonly onPutBack: (line: string, isIn: boolean) => void;
}): ReactNode => {
  const { t } = useText();
  const { role } = usePerson();
  const page = useOpenPage();
  return (
    <>
      <Group justify="end" mt="md">
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconExternalLink size={16} aria-hidden="true" />}
          loading={page.isPending}
          onClick={() => {
            page.open('release.draft-page', { visit, document: 'letter' });
          }}
        >
          {t('letter.draft.page')}
        </Button>
      </Group>
      {page.error && <ErrorPanel error={errorOf(page.error)} onAgain={page.reset} />}
      <LetterText letter={letter} />
      <KeptOffList
        title={t('letter.keptOff', { count: letter.keptOff.length })}
        mayChange
        items={letter.keptOff.map(({ line, ...one }) => ({ id: line, ...one }))}
        onPutBack={onPutBack}
      />
      {!isApproved && <Text size="sm">{t('letter.after')}</Text>}
      {isApproved && role !== 'clinician' && <Text size="sm">{t('approve.clinician')}</Text>}
      {isApproved &&
        role === 'clinician' &&
        (isOtherwise ? (
          <Text size="sm">{t('letter.otherwise')}</Text>
        ) : (
          <SignLetter visit={visit} letter={letter} />
        ))}
    </>
  );
};
