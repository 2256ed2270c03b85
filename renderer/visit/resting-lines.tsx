import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../language/language.ts';
import type { Line } from './links.ts';

/** The lines of the note that rest on the picked words. */
export const RestingLines = ({
  lines,
  onShow,
}: {
  /** `undefined` while nothing is picked. */
  readonly lines: readonly Line[] | undefined;
  readonly onShow: (line: string) => void;
}): ReactNode => {
  const { t } = useText();
  if (!lines) return <p className="hint">{t('transcript.hint')}</p>;
  if (lines.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('transcript.rests.none')}
      </Text>
    );
  return (
    <>
      <Text size="sm" mb="xs">
        {t('transcript.rests', { count: lines.length })}
      </Text>
      <ul className="resting-lines">
        {lines.map((line) => (
          <li key={line.id}>
            <button
              type="button"
              className="line"
              onClick={() => {
                onShow(line.id);
              }}
            >
              {line.text}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
};
