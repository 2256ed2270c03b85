import { Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AppOutput } from '../../shared/contract/app.ts';
import type { OffTheSheet } from '../../shared/contract/instructions.ts';
import type { VisitView } from '../../shared/contract/visits.ts';
import { addressOf } from '../app/route.ts';
import { NOTE_LANGUAGE, useText } from '../language/language.ts';

const Item = ({
  isDone,
  children,
}: {
  readonly isDone: boolean;
  readonly children: ReactNode;
}): ReactNode => (
  <li className={isDone ? 'done' : 'left'}>
    {isDone ? (
      <IconCircleCheck size={18} aria-hidden="true" />
    ) : (
      <IconAlertTriangle size={18} aria-hidden="true" />
    )}
    <span>{children}</span>
  </li>
);

/** What was heard too badly to be told to the patient: the sheets leave it out until a person puts it in. */
const unheardOnSheet = ({ offTheSheet }: VisitView): readonly OffTheSheet[] => [
  ...new Map(
    Object.values(offTheSheet)
      .flat()
      .filter(({ reason, isPutBack }) => reason === 'hard-to-hear' && !isPutBack)
      .map((one) => [one.fact, one]),
  ).values(),
];

/** Whether anything stands open that a person has to decide before signing. */
export const isAnythingToDecide = (view: VisitView, offer: AppOutput<'approve.offer'>): boolean =>
  offer.openFlags.interrupt + offer.openFlags.show > 0 ||
  offer.unseen.some(({ line }) => view.risks[line]?.length) ||
  view.questions.some(({ answer }) => answer === undefined) ||
  view.identifiers.length === 0 ||
  unheardOnSheet(view).length > 0;

/** What has not been looked at, said before the signature; quiet once everything risky has been. */
export const WhatIsLeft = ({
  view,
  offer,
}: {
  readonly view: VisitView;
  readonly offer: AppOutput<'approve.offer'>;
}): ReactNode => {
  const { t } = useText();
  const note = addressOf({ screen: 'visit', visit: view.summary.id, part: 'note' });
  const unseen = new Set(offer.unseen.map(({ line }) => line));
  const lines = view.note?.sections.flatMap(({ items }) => items.filter(({ id }) => unseen.has(id))) ?? [];
  const risky = lines.filter(({ id }) => view.risks[id]?.length);
  const { interrupt, show } = offer.openFlags;
  const unheard = unheardOnSheet(view);
  const waiting = view.questions.filter(({ answer }) => answer === undefined).length;
  return (
    <section className="what-is-left" aria-label={t('left.title')}>
      <ul>
        <Item isDone={risky.length === 0}>
          {risky.length === 0 ? t('left.risk.none') : t('left.risk', { count: risky.length })}
        </Item>
        <Item isDone={lines.length === 0}>
          {lines.length === 0 ? t('left.unseen.none') : t('left.unseen', { count: lines.length })}
        </Item>
        <Item isDone={interrupt + show === 0}>
          {interrupt + show === 0 ? t('left.flags.none') : t('left.flags', { count: interrupt + show })}
        </Item>
        {unheard.length > 0 && (
          <Item isDone={false}>
            {t('left.unheard', { count: unheard.length })}{' '}
            <q lang={NOTE_LANGUAGE}>{unheard.map(({ text }) => text).join(' / ')}</q>{' '}
            <a href={addressOf({ screen: 'visit', visit: view.summary.id, part: 'sheet' })}>
              {t('left.unheard.go')}
            </a>
          </Item>
        )}
        {view.identifiers.length === 0 && (
          <Item isDone={false}>
            {t('left.identity')}{' '}
            <a href={addressOf({ screen: 'visit', visit: view.summary.id, part: 'record' })}>
              {t('left.identity.go')}
            </a>
          </Item>
        )}
        {waiting > 0 && <Item isDone={false}>{t('left.questions', { count: waiting })}</Item>}
      </ul>
      {lines.length > 0 && (
        <details>
          <summary>{t('left.which')}</summary>
          <ul className="left-lines" lang={NOTE_LANGUAGE}>
            {[...risky, ...lines.filter((line) => !risky.includes(line))].map((line) => (
              <li key={line.id}>{line.text}</li>
            ))}
          </ul>
        </details>
      )}
      {(lines.length > 0 || interrupt + show > 0) && (
        <Text size="sm" mt="xs">
          <a href={note}>{t('left.go')}</a>
        </Text>
      )}
    </section>
  );
};
