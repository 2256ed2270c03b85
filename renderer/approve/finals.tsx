import { Alert } from '@mantine/core';
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ApprovalView, VisitView } from '../../shared/contract/visits.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { momentIn } from '../ui/time.ts';
import { useSources } from '../visit/sources.tsx';
import { Addenda } from './addenda.tsx';
import { FinalDocument } from './final-document.tsx';
import { SendingState } from './sending.tsx';
import { SignedTexts } from './signed-texts.tsx';

/** After the signature: who signed, whether it holds, the ways out, and addenda. */
export const Finals = ({
  view,
  approval,
  isFresh,
}: {
  readonly view: VisitView;
  readonly approval: ApprovalView;
  /** It was signed just now, on this screen: the next thing to do is to print what the patient takes home. */
  readonly isFresh: boolean;
}): ReactNode => {
  const { t, has, tongue } = useText();
  const { role } = usePerson();
  const visit = view.summary.id;
  const titleOf = (document: string): string => {
    const key = `document.${document}`;
    return has(key) ? t(key) : document;
  };
  const { transcript } = useSources();
  const sheets = approval.documents.filter(({ document }) => document.startsWith('instructions.'));
  const next =
    sheets.find(({ document }) => document === `instructions.${transcript?.language ?? ''}`) ??
    sheets[0] ??
    approval.documents[0];
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
          <FinalDocument
            key={signed.document}
            visit={visit}
            signed={signed}
            title={titleOf(signed.document)}
            mayRelease={role === 'clinician'}
            isNext={isFresh && signed === next}
          />
        ))}
        {view.letters.map(({ to, sha256, at }) => (
          <FinalDocument
            key={sha256}
            visit={visit}
            signed={{ document: 'letter', sha256 }}
            title={t(to ? 'letter.signed.to' : 'letter.signed', { to, when: momentIn(tongue, at) })}
            mayRelease={role === 'clinician'}
          />
        ))}
      </ul>
      <SendingState view={view} />
      <Addenda view={view} />
      <SignedTexts view={view} documents={approval.documents} />
    </>
  );
};
