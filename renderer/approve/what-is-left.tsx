import { Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AppOutput } from '../../shared/contract/app.ts';
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
