import './kept-off.css';
import { Button, Text } from '@mantine/core';
import { IconArrowBackUp, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { KeptOff } from '../../shared/contract/instructions.ts';
import { useText } from '../language/language.ts';

export interface KeptOffItem {
  readonly id: string;
  readonly text: string;
  readonly reason: KeptOff['reason'];
  readonly isPutBack: boolean;
}

/** What stays off a paper by itself, each with the reason and the way to put it on all the same, one by one. */
export const KeptOffList = ({
  title,
  items,
  mayChange,
  onPutBack,
  onShow,
  language,
}: {
  readonly title: string;
  /** The language of the texts, BCP 47. */
  readonly language?: string | undefined;
  readonly items: readonly KeptOffItem[];
  readonly mayChange: boolean;
  readonly onPutBack: (id: string, isIn: boolean) => void;
  /** Shows where an item comes from, where there is a place to show it. */
  readonly onShow?: ((id: string) => void) | undefined;
}): ReactNode => {
  const { t } = useText();
  if (items.length === 0) return null;
  return (
    <details
      className="kept-off"
      open={items.some(({ isPutBack, reason }) => isPutBack || reason === 'hard-to-hear')}
    >
      <summary>{title}</summary>
      <ul>
        {items.map(({ id, text, reason, isPutBack }) => (
          <li key={id}>
            <div>
              {onShow ? (
                <button
                  type="button"
                  className="kept-off-text"
                  lang={language}
                  onClick={() => {
                    onShow(id);
                  }}
                >
                  {text}
                </button>
              ) : (
                <p lang={language}>{text}</p>
              )}
              <Text size="xs" c="dimmed">
                {t(`keptOff.${reason}`)}
              </Text>
            </div>
            {mayChange && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t(isPutBack ? 'keptOff.take.that' : 'keptOff.put.that', { text })}
                leftSection={
                  isPutBack ? (
                    <IconX size={15} aria-hidden="true" />
                  ) : (
                    <IconArrowBackUp size={15} aria-hidden="true" />
                  )
                }
                onClick={() => {
                  onPutBack(id, !isPutBack);
                }}
              >
                {t(isPutBack ? 'keptOff.take' : 'keptOff.put')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
};
