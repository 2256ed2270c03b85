import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useText } from '../language/language.ts';
import type { Line, LineSection } from './links.ts';

export interface LineListProps {
  readonly label: string;
  readonly sections: readonly LineSection[];
  readonly selected: string | undefined;
  readonly onSelect: (line: string) => void;
  /** While the pointer rests on a line; `undefined` when it has left. */
  readonly onPeek: (line: string | undefined) => void;
  readonly onPlay: (line: Line) => void;
  /** How loudly the open flags about a line ask. */
  readonly asks: ReadonlyMap<string, 'interrupt' | 'show'>;
  readonly seen: ReadonlySet<string>;
}

const Marks = ({ line }: { readonly line: Line }): ReactNode => {
  const { t } = useText();
  return (
    <sup className="marks">
      {line.evidence.map((_one, index) => {
        const number = line.firstMark + index;
        return (
          <span key={number} aria-label={t('evidence.mark', { number })} role="img">
            {number}
          </span>
        );
      })}
    </sup>
  );
};

/**
 * Lines with their footnotes. One line is in the tab order; the arrows move between lines, Enter plays. The pointer
 * shows a source by resting on a line and keeps it by a click.
 */
export const LineList = (props: LineListProps): ReactNode => {
  const { sections, selected, onSelect, onPeek, onPlay, asks, seen } = props;
  const { t } = useText();
  const list = useRef<HTMLDivElement>(null);
  const lines = sections.flatMap((section) => section.lines);
  const current = lines.find((line) => line.id === selected) ?? lines[0];

  useEffect(() => {
    if (!selected) return;
    list.current
      ?.querySelector(`[data-line="${CSS.escape(selected)}"]`)
      ?.scrollIntoView({ block: 'nearest', behavior: 'auto' });
  }, [selected]);

  const move = (line: Line, by: number): void => {
    const next = lines[lines.indexOf(line) + by];
    if (!next) return;
    onSelect(next.id);
    list.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(next.id)}"]`)?.focus();
  };
  const onKey = (line: Line) => (event: KeyboardEvent) => {
    const steps: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (step === undefined) {
      onSelect(line.id);
      onPlay(line);
    } else move(line, step);
  };

  return (
    <div className="lines" ref={list} role="group" aria-label={props.label}>
      {sections.map((section) => (
        <section key={section.id} aria-labelledby={`section-${section.id}`}>
          <h2 id={`section-${section.id}`}>{section.title}</h2>
          {section.lines.map((line) => {
            const ask = asks.get(line.id);
            return (
              <button
                key={line.id}
                type="button"
                data-line={line.id}
                className={`line${ask ? ` asks-${ask}` : ''}${seen.has(line.id) ? ' seen' : ''}`}
                aria-current={line.id === selected ? 'true' : undefined}
                tabIndex={line === current ? 0 : -1}
                onClick={() => {
                  onSelect(line.id);
                }}
                onFocus={() => {
                  onSelect(line.id);
                }}
                onKeyDown={onKey(line)}
                onPointerEnter={() => {
                  onPeek(line.id);
                }}
                onPointerLeave={() => {
                  onPeek(undefined);
                }}
              >
                <span className="line-text">{line.text}</span>
                <Marks line={line} />
                {ask && (
                  <span className="line-ask">{t(ask === 'interrupt' ? 'flag.urgent' : 'visit.flags')}</span>
                )}
              </button>
            );
          })}
        </section>
      ))}
    </div>
  );
};
