import { useState, type ReactNode } from 'react';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useChange } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { SourceList } from '../review/source-list.tsx';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { useSources } from '../visit/sources.tsx';
import { KeptOffList } from '../ui/kept-off-list.tsx';

/** What stays off this sheet, with the way to put it on; the words go into the record first, so that none are lost. */
export const OffTheSheet = ({
  view,
  language,
  mayType,
  flush,
}: {
  readonly view: VisitView;
  readonly language: string;
  readonly mayType: boolean;
  readonly flush: () => Promise<boolean>;
}): ReactNode => {
  const { t } = useText();
  const { transcript } = useSources();
  const put = useChange('sheet.put-back');
  const [shown, setShown] = useState<string>();
  // What was to be told and was not heard well comes before what is nobody's instruction.
  const items = (view.offTheSheet[language] ?? []).toSorted(
    (one, other) => Number(other.reason === 'hard-to-hear') - Number(one.reason === 'hard-to-hear'),
  );
  const source = items.find(({ fact }) => fact === shown);
  return (
    <>
      <KeptOffList
        language={transcript?.language}
        title={t('sheet.keptOff', { count: items.length })}
        items={items.map(({ fact, ...one }) => ({ id: fact, ...one }))}
        mayChange={mayType && !put.isPending}
        onShow={setShown}
        onPutBack={(fact, isOn) => {
          void flush().then((isKept) => {
            if (isKept) put.mutate({ visit: view.summary.id, fact, isOn });
          });
        }}
      />
      {put.error && <ErrorPanel error={errorOf(put.error)} onAgain={put.reset} />}
      {source && <SourceList evidence={source.evidence} />}
    </>
  );
};
