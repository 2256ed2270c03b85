import './approve.css';
import { Center, Loader, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import type { AppOutput } from '../../shared/contract/app.ts';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useChange, useClient, valueOf } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { goTo } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { LetterSection } from '../letter/letter-section.tsx';
import { Finals } from './finals.tsx';
import { SignForm } from './sign-form.tsx';
import { SignedTexts } from './signed-texts.tsx';
import { isAnythingToDecide, WhatIsLeft } from './what-is-left.tsx';

type Offer = AppOutput<'approve.offer'>;

const Sign = ({ view, offer }: { readonly view: VisitView; readonly offer: Offer }): ReactNode => {
  const visit = view.summary.id;
  const { t } = useText();
  const { label } = usePerson();
  const approve = useChange('approve.approve');
  const count = offer.unseen.length;
  return (
    <SignForm
      means={t('approve.means', { who: label })}
      label={t(count > 0 ? 'approve.sign.unseen' : 'approve.sign', { count })}
      change={approve}
      hasKey
      isNext={!isAnythingToDecide(view, offer)}
      onSign={(passphrase) => {
        approve.mutate({ visit, token: offer.token, sha256: offer.sha256, passphrase });
      }}
    />
  );
};

const Offered = ({ view }: { readonly view: VisitView }): ReactNode => {
  const { t } = useText();
  const client = useClient();
  const visit = view.summary.id;
  const offer = useQuery({
    queryKey: ['visit', visit, 'offer'],
    queryFn: async () => valueOf(await client.call('approve.offer', { visit })),
    gcTime: 0,
  });
  if (offer.error)
    return (
      <ErrorPanel
        error={errorOf(offer.error)}
        onAgain={() => {
          void offer.refetch();
        }}
        onFix={
          errorOf(offer.error).code === 'stale-lines'
            ? () => {
                goTo({ screen: 'visit', visit, part: 'sheet' });
              }
            : undefined
        }
      />
    );
  if (!offer.data)
    return (
      <Center mih={120} role="status" aria-label={t('app.loading')}>
        <Loader type="dots" />
      </Center>
    );
  return (
    <>
      <WhatIsLeft view={view} offer={offer.data} />
      <Sign view={view} offer={offer.data} />
      <SignedTexts view={view} documents={offer.data.documents} />
    </>
  );
};

/** What will be signed, what of it nobody has looked at, and the signature; afterwards the finals. */
export const ApprovePart = ({
  view,
  flush,
}: {
  readonly view: VisitView;
  /** Resolves once every typed word is in the record: only then is there a text to sign. */
  readonly flush: () => Promise<boolean>;
}): ReactNode => {
  const { t } = useText();
  const { role } = usePerson();
  const queries = useQueryClient();
  const [isKept, setKept] = useState<boolean>();
  const [wasOpen] = useState(view.approval === undefined);
  useEffect(() => {
    let isShown = true;
    void flush().then((kept) => {
      if (!isShown) return;
      setKept(kept);
      void queries.invalidateQueries({ queryKey: ['visit', view.summary.id, 'offer'] });
    });
    return () => {
      isShown = false;
    };
  }, [flush, queries, view.summary.id]);
  return (
    <div className="visit-centre wide approve">
      <Title order={2} size="h4" mb="sm">
        {t(view.approval ? 'approve.done' : 'approve.title')}
      </Title>
      {view.approval ? (
        <Finals view={view} approval={view.approval} isFresh={wasOpen} />
      ) : role !== 'clinician' ? (
        <Text c="dimmed">{t('approve.clinician')}</Text>
      ) : isKept === false ? (
        <Text role="alert">{t('approve.unsaved')}</Text>
      ) : (
        isKept && <Offered view={view} />
      )}
      <LetterSection key={view.summary.id} view={view} />
    </div>
  );
};
