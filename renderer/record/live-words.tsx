import { Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useLiveWords } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ChartedList } from './charted-meanwhile.tsx';
import { PlainWords } from './plain-words.tsx';

/** Stretches shown at once: a glance at what was just said, not the transcript. */
const SHOWN_LAST = 60;

/** Visits are heard as English, whatever the language of the screens. */
const HEARD_AS = 'en';

/** The words of a running recording as they are heard; what may still change is grey. */
export const LiveWords = ({ visit }: { readonly visit: string }): ReactNode => {
  const { t } = useText();
  const { data } = useLiveWords(visit);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = end.current;
    if (box) box.scrollTop = box.scrollHeight;
  }, [data]);
  const from = Math.max(0, (data?.settled.length ?? 0) - SHOWN_LAST);
  const settled = data?.settled.slice(from) ?? [];
  const isEmpty = settled.length === 0 && !data?.provisional;
  return (
    <section className="card live" aria-labelledby="live-words">
      <Title order={2} id="live-words">
        {t('live.title')}
      </Title>
      <div
        className="live-words"
        ref={end}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-labelledby="live-words"
      >
        {isEmpty && <p className="hint">{t('live.none')}</p>}
        {settled.map(({ text, untilMs }, index) => (
          <p key={`${String(from + index)} ${String(untilMs)}`} lang={HEARD_AS}>
            {text}
          </p>
        ))}
        {data?.provisional && (
          <p className="provisional" lang={HEARD_AS}>
            {data.provisional.text}
          </p>
        )}
      </div>
      <ChartedList charted={data?.charted ?? []} />
      <PlainWords area={end} />
    </section>
  );
};
