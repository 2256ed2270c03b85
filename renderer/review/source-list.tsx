import { Button, Text } from '@mantine/core';
import { IconFileText, IconPlayerPlayFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Evidence } from '../../shared/contract/evidence.ts';
import { useText } from '../language/language.ts';
import { clock } from '../ui/time.ts';
import { chartedAt, saidIn, type Said } from '../visit/links.ts';
import { usePlayer } from '../visit/player.tsx';
import { useSources } from '../visit/sources.tsx';

/** As much of the turn around the words as fits a glance, in characters. */
const AROUND = 140;

const SaidCard = ({ said, spoken }: { readonly said: Said; readonly spoken: string }): ReactNode => {
  const { t } = useText();
  const player = usePlayer();
  const before = said.before.length > AROUND ? `…${said.before.slice(-AROUND)}` : said.before;
  const after = said.after.length > AROUND ? `${said.after.slice(0, AROUND)}…` : said.after;
  return (
    <>
      <div className="source-head">
        {t('evidence.said', { who: t(`speaker.${said.speaker}`), time: clock(said.startMs) })}
      </div>
      <blockquote lang={spoken}>
        {before}
        <mark>{said.words}</mark>
        {after}
      </blockquote>
      {player && !player.state.failed && (
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconPlayerPlayFilled size={14} aria-hidden="true" />}
          onClick={() => {
            player.playWords(said.startMs, said.endMs);
          }}
        >
          {t('evidence.play', { time: clock(said.startMs) })}
        </Button>
      )}
    </>
  );
};

const ChartCard = ({ resource }: { readonly resource: string }): ReactNode => {
  const { t } = useText();
  const { chart } = useSources();
  const entry = chart && chartedAt(chart, resource);
  return (
    <>
      <div className="source-head">
        <IconFileText size={15} aria-hidden="true" /> {t('evidence.chart')}
      </div>
      {entry ? (
        <p className="charted">
          <strong>{entry.name}</strong> {entry.detail}
        </p>
      ) : (
        <Text size="sm" c="dimmed">
          {t('evidence.chart.gone')}
        </Text>
      )}
    </>
  );
};

const Source = ({ one }: { readonly one: Evidence }): ReactNode => {
  const { t } = useText();
  const { transcript } = useSources();
  switch (one.source) {
    case 'transcript': {
      const said = transcript && saidIn(transcript, one);
      return said ? <SaidCard said={said} spoken={transcript.language} /> : null;
    }
    case 'chart':
      return <ChartCard resource={one.resource} />;
    case 'typed':
      return <div className="source-head">{t('evidence.typed', { who: one.by })}</div>;
    case 'event':
      return <div className="source-head">{t('evidence.event')}</div>;
    case 'question':
      return <div className="source-head">{t('evidence.question')}</div>;
    case 'rule':
      return <div className="source-head">{t('evidence.rule')}</div>;
  }
};

/** Every source of a line or a flag, each as a card. */
export const SourceList = ({
  evidence,
  firstMark,
}: {
  readonly evidence: readonly Evidence[];
  /** Number of the first card; flags have none. */
  readonly firstMark?: number;
}): ReactNode => {
  const { t } = useText();
  if (evidence.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('evidence.none')}
      </Text>
    );
  return (
    <ol className="sources">
      {evidence.map((one, index) => (
        // The list is fixed for a line; a source has no name of its own.
        <li key={index} className="source">
          {firstMark !== undefined && (
            <span className="source-mark" aria-hidden="true">
              {firstMark + index}
            </span>
          )}
          <Source one={one} />
        </li>
      ))}
    </ol>
  );
};
