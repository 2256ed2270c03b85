import { useCallback, useRef, useState } from 'react';
import type { FootnoteError } from '../../shared/contract/errors.ts';
import type { CheckedLine, OmittedLine } from '../../shared/contract/review.ts';
import type { LineChange } from '../../shared/contract/vault.ts';
import { useClient } from '../api/queries.ts';

export interface Checked {
  readonly lines: ReadonlyMap<string, CheckedLine>;
  readonly omissions: readonly OmittedLine[];
  /** Why the last check gave nothing; what stands here is then of the check before. */
  readonly error?: FootnoteError;
}

const NOTHING: Checked = { lines: new Map(), omissions: [] };

/** The checker, asked about the text as it stands; only the answer to the latest question counts. */
export const useCheck = (
  visit: string,
): { readonly checked: Checked; readonly check: (changes: readonly LineChange[]) => void } => {
  const client = useClient();
  const [checked, setChecked] = useState<Checked>(NOTHING);
  const latest = useRef(0);
  const check = useCallback(
    (changes: readonly LineChange[]): void => {
      const mine = (latest.current += 1);
      void client.call('review.check', { visit, changes: [...changes] }).then((result) => {
        if (mine !== latest.current) return;
        setChecked((before) =>
          result.ok
            ? {
                lines: new Map(result.value.lines.map((line) => [line.line, line])),
                omissions: result.value.omissions,
              }
            : { ...before, error: result.error },
        );
      });
    },
    [client, visit],
  );
  return { checked, check };
};
