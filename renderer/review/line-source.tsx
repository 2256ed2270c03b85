import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CheckedLine } from '../../shared/contract/review.ts';
import { NOTE_LANGUAGE, useText } from '../language/language.ts';
import { useSources } from '../visit/sources.tsx';
import { saidPlaces } from './passages.ts';
import { SourceList } from './source-list.tsx';
import type { ReviewDesk, ShownLine } from './use-review-desk.ts';

/** What the checker says of the line, in one sentence; nothing where it agrees. */
const CheckWords = ({ check }: { readonly check: CheckedLine | undefined }): ReactNode => {
  const { t } = useText();
  if (check?.verdict !== 'unsupported' && check?.verdict !== 'contradicted') return null;
  const kinds = [...new Set(check.reasons.map(({ kind }) => t(`reason.${kind}`)))];
  return (
    <p className={`check-words ${check.verdict}`}>
      {t(`check.${check.verdict}`)} {kinds.length > 0 && t('check.look', { what: kinds.join(', ') })}
    </p>
  );
};

/**
 * Whether the checker has something to say here: of a line that differs from the record, or that the record flags. What it
 * would say of the drafter's own lines was weighed when they were drafted and is not said a second time, louder.
 */
const isInDoubt = ({ view, openFlags }: ReviewDesk, { id, text }: ShownLine): boolean => {
  const kept = view.note?.sections.flatMap(({ items }) => items).find((item) => item.id === id);
  return (
    kept?.text !== text ||
    openFlags.some(({ about, kind }) => about === id && (kind === 'unsupported' || kind === 'contradicted'))
  );
};

/** Where the line that is looked at comes from. */
export const LineSource = ({ desk }: { readonly desk: ReviewDesk }): ReactNode => {
  const { t } = useText();
  const { shown, beside, checked } = desk;
  const { transcript } = useSources();
  if (!shown) return <p className="hint">{t('visit.evidence.none')}</p>;
  const check = isInDoubt(desk, shown) ? checked.lines.get(shown.id) : undefined;
  const said = new Set(shown.evidence.flatMap((one) => (one.source === 'transcript' ? [one.turn] : [])));
  const others = (check?.turns ?? []).filter((turn) => !said.has(turn)).slice(0, 2);
  const turns = others.flatMap((id) => transcript?.turns.find((turn) => turn.id === id) ?? []);
  return (
    <>
      <CheckWords check={check} />
      <SourceList
        evidence={shown.evidence}
        firstMark={shown.firstMark}
        marking={beside.flatMap(saidPlaces)}
      />
      {beside.length > 0 && (
        <>
          <Text size="xs" c="dimmed" mb={4}>
            {t('evidence.beside')}
          </Text>
          <ul className="beside-lines" lang={NOTE_LANGUAGE}>
            {beside.map(({ id, text }) => (
              <li key={id}>{text}</li>
            ))}
          </ul>
        </>
      )}
      {turns.length > 0 && check?.verdict !== 'supported' && (
        <>
          <Text size="xs" c="dimmed" mb={4}>
            {t('check.near')}
          </Text>
          <SourceList
            evidence={turns.map(({ id, text }) => ({
              source: 'transcript',
              turn: id,
              start: 0,
              end: text.length,
            }))}
          />
        </>
      )}
    </>
  );
};
