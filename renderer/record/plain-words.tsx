import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode, type RefObject } from 'react';
import type { PlainTerm } from '../../shared/contract/plain-words.ts';
import { useClient, valueOf } from '../api/queries.ts';
import { useText } from '../language/language.ts';

/** As much as is looked up at once. */
const MOST = 300;

/** The words that are selected inside an element, kept when the selection goes elsewhere. */
const useSelectedIn = (area: RefObject<HTMLElement | null>, onSelected: (words: string) => void): void => {
  useEffect(() => {
    const look = (): void => {
      const selection = getSelection();
      const words = selection?.toString().trim() ?? '';
      const { anchorNode } = selection ?? {};
      if (words !== '' && anchorNode && area.current?.contains(anchorNode)) onSelected(words.slice(0, MOST));
    };
    document.addEventListener('selectionchange', look);
    return () => {
      document.removeEventListener('selectionchange', look);
    };
  }, [area, onSelected]);
};

const Plain = ({ term, say }: PlainTerm): ReactNode => {
  const { tongue } = useText();
  const languages = Object.keys(say).sort((one) => (one === tongue ? -1 : 1));
  return (
    <li>
      <b>{term}</b>
      {languages.map((language) => (
        <span key={language} lang={language}>
          {say[language]?.say}
          {say[language]?.explain !== undefined && ` (${say[language].explain})`}
        </span>
      ))}
    </li>
  );
};

/**
 * A clinical term in everyday words, in both languages, on the spot: select it in `area` or type it. From the glossary
 * of the patient's sheet; nothing is asked outside this machine.
 */
export const PlainWords = ({ area }: { readonly area: RefObject<HTMLElement | null> }): ReactNode => {
  const { t } = useText();
  const client = useClient();
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words.trim(), 200);
  useSelectedIn(area, setWords);
  const found = useQuery({
    queryKey: ['words.plain', asked],
    queryFn: async () => valueOf(await client.call('words.plain', { text: asked })).terms,
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  const terms = asked === '' ? [] : (found.data ?? []);
  return (
    <div className="plain-words">
      <TextInput
        size="xs"
        label={t('plain.title')}
        placeholder={t('plain.hint')}
        maxLength={MOST}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
        }}
      />
      <ul aria-live="polite">
        {terms.map((one) => (
          <Plain key={one.term} {...one} />
        ))}
      </ul>
      {asked !== '' && found.isSuccess && terms.length === 0 && <p className="hint">{t('plain.none')}</p>}
    </div>
  );
};
