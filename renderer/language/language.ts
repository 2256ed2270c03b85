import i18next from 'i18next';
import { useMemo } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en } from './en.ts';
import type { LinePart } from './es/brief.ts';
import type { SentenceRow } from './es/sentences.ts';
import { lineBy, sentenceBy, type SaidSentence } from './sentences.ts';

export type Tongue = 'en' | 'es';

type WithoutCount<Key> = Key extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Key;
export type TextKey = WithoutCount<keyof typeof en>;

const REMEMBERED = 'footnote.language';

/** Spanish for a Spanish browser, English for any other, until the person chooses. */
export const tongueFor = (preferred: string): Tongue =>
  preferred.toLowerCase().startsWith('es') ? 'es' : 'en';

/** How each language says the sentences that the host writes in English; they come with its texts. */
const sentenceRows = new Map<Tongue, readonly SentenceRow[]>();
const briefParts = new Map<Tongue, readonly LinePart[]>();

/** Texts beside the English ones come with the first use: they are no part of what every window loads. */
const bring = async (tongue: Tongue): Promise<void> => {
  if (tongue === 'en' || i18next.hasResourceBundle(tongue, 'translation')) return;
  const { es, esBriefParts, esSentences } = await import('./es.ts');
  sentenceRows.set(tongue, esSentences);
  briefParts.set(tongue, esBriefParts);
  i18next.addResourceBundle(tongue, 'translation', es);
};

const changeTo = async (tongue: Tongue): Promise<void> => {
  try {
    await bring(tongue);
  } catch {
    document.documentElement.lang = i18next.language;
    return;
  }
  document.documentElement.lang = tongue;
  await i18next.changeLanguage(tongue);
};

export const startLanguage = async (preferred: string): Promise<void> => {
  const chosen = localStorage.getItem(REMEMBERED);
  const lng = tongueFor(chosen ?? preferred);
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    // Its advertisement would be the only thing this app ever writes to a console.
    showSupportNotice: false,
    // React writes text as text.
    interpolation: { escapeValue: false },
  });
  await changeTo(lng);
};

/** The window goes over to a language once its texts are here; where they do not come, it stays as it is. */
export const speak = (tongue: Tongue): void => {
  localStorage.setItem(REMEMBERED, tongue);
  void changeTo(tongue);
};

export interface Text {
  readonly tongue: Tongue;
  readonly t: (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;
  /** Whether there is a text of that key; for keys made from a code. */
  readonly has: (key: string) => key is TextKey;
  /** A sentence of the host in this language; where it has no words for it, it is left in English and said to be. */
  readonly sentence: (message: string) => SaidSentence;
  /** A line of the brief: its fixed words in this language, its names and figures as they are charted. */
  readonly line: (text: string) => string;
}

const sentenceIn = (tongue: Tongue, message: string): SaidSentence => {
  const rows = sentenceRows.get(tongue);
  if (!rows) return { text: message };
  const said = sentenceBy(rows, message);
  if (said) return said;
  // What moved in the results is said as in the brief.
  const line = lineBy(briefParts.get(tongue) ?? [], message);
  return line === message ? { text: '', english: message } : { text: line };
};

export const useText = (): Text => {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(() => {
    const tongue = language === 'es' ? 'es' : 'en';
    return {
      tongue,
      sentence: (message) => sentenceIn(tongue, message),
      line: (text) => lineBy(briefParts.get(tongue) ?? [], text),
      t: (key, values = {}) => t(key, values),
      has: (key): key is TextKey => i18n.exists(key),
    };
  }, [t, i18n, language]);
};

/** Notes are drafted in English, whatever the language of the screens. */
export const NOTE_LANGUAGE = 'en';

/** The note's own section titles in the language of the screens, said anew when that changes; others as written. */
export const noteTitles = {
  of: (title: string): string => {
    const said = sentenceBy(sentenceRows.get(i18next.language === 'es' ? 'es' : 'en') ?? [], title);
    return said?.text ?? title;
  },
  onChange: (show: () => void): (() => void) => {
    i18next.on('languageChanged', show);
    return () => {
      i18next.off('languageChanged', show);
    };
  },
};
