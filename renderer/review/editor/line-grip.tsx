import type { Editor } from '@tiptap/core';
import { IconGripVertical } from '@tabler/icons-react';
import { useState, type DragEvent, type ReactNode, type RefObject } from 'react';
import { useText } from '../../language/language.ts';
import { moveLineTo, type LineGap } from './move-line.ts';

/** A line that is dragged, as the browser carries it; never text that could be dropped elsewhere. */
export const DRAGGED_LINE = 'application/x-footnote-line';

interface Drop extends LineGap {
  /** Where the gap is, in px from the top of the editor. */
  readonly top: number;
}

const topIn = (area: HTMLElement | null, y: number): number => y - (area?.getBoundingClientRect().top ?? 0);

/** The gap nearest to the pointer. */
const dropAt = (area: HTMLElement | null, y: number): Drop | undefined => {
  const lines = [...(area?.querySelectorAll<HTMLElement>('[data-line]') ?? [])];
  const boxes = lines.map((element) => ({ element, box: element.getBoundingClientRect() }));
  const nearest = boxes.reduce<(typeof boxes)[number] | undefined>((best, one) => {
    const far = ({ box }: typeof one): number => Math.max(box.top - y, y - box.bottom, 0);
    return !best || far(one) < far(best) ? one : best;
  }, undefined);
  const line = nearest?.element.dataset['line'];
  if (!nearest || line === undefined) return undefined;
  const { top, bottom, height } = nearest.box;
  const side = y < top + height / 2 ? 'before' : 'after';
  return { line, side, top: topIn(area, side === 'before' ? top : bottom) };
};

export interface LineDrag {
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
  readonly onDragLeave: (event: DragEvent) => void;
  /** Where it would go now. */
  readonly drop: Drop | undefined;
  readonly end: () => void;
}

/** What the area around the lines does with one that is dragged over it. */
export const useLineDrag = (editor: Editor, area: RefObject<HTMLElement | null>): LineDrag => {
  const [drop, setDrop] = useState<Drop>();
  const end = (): void => {
    setDrop(undefined);
  };
  return {
    drop,
    end,
    onDragOver: (event) => {
      if (!event.dataTransfer.types.includes(DRAGGED_LINE)) return;
      event.preventDefault();
      setDrop(dropAt(area.current, event.clientY));
    },
    onDragLeave: (event) => {
      if (!area.current?.contains(event.relatedTarget as Node | null)) end();
    },
    onDrop: (event) => {
      const line = event.dataTransfer.getData(DRAGGED_LINE);
      const gap = dropAt(area.current, event.clientY);
      end();
      if (line === '' || !gap) return;
      event.preventDefault();
      moveLineTo(editor, line, gap);
    },
  };
};

/** What a line is taken by, beside the line under the pointer; by keyboard it is Alt and the arrows. */
export const LineGrip = ({
  line,
  area,
  drag: { drop, end },
}: {
  readonly line: string;
  readonly area: RefObject<HTMLElement | null>;
  readonly drag: LineDrag;
}): ReactNode => {
  const { t } = useText();
  const element = area.current?.querySelector(`[data-line="${CSS.escape(line)}"]`);
  const top = element ? topIn(area.current, element.getBoundingClientRect().top) : 0;
  return (
    <>
      <span
        className="line-grip"
        draggable
        title={t('note.drag')}
        aria-hidden="true"
        style={{ top }}
        onDragStart={(event) => {
          event.dataTransfer.setData(DRAGGED_LINE, line);
          event.dataTransfer.effectAllowed = 'move';
        }}
        onDragEnd={end}
      >
        <IconGripVertical size={16} />
      </span>
      {drop && <span className="line-drop" aria-hidden="true" style={{ top: drop.top }} />}
    </>
  );
};
