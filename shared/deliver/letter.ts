import type { Letter } from '../contract/deliver.ts';
import { clean, escapeHtml } from '../platform/escape.ts';
import { addendumTitle, clinicalPage, type LaterWords, type Signature } from './clinical-page.ts';

/** What stands around a signed letter: who signed it, and what was added to the visit since. */
export interface LetterPaper {
  readonly approval?: Signature | undefined;
  readonly addenda?: readonly LaterWords[] | undefined;
}

/** Who writes to whom about whom, as far as it is known. */
export const letterHead = ({ header }: Letter): readonly (readonly [name: string, value: string])[] => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['To', header.to],
    ['From', [header.from, header.clinic].filter(Boolean).join(', ')],
    ['Patient', [header.patient, ...header.identifiers].filter(Boolean).join(', ')],
    ['Visit', header.date],
  ];
  return rows.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
};

/** The letter as one page for print. */
export const renderLetterHtml = (letter: Letter, { approval, addenda }: LetterPaper = {}): string =>
  clinicalPage({
    title: letter.title,
    isDraft: letter.status === 'draft',
    head: `<dl>${letterHead(letter)
      .map(([name, value]) => `<div><dt>${name}</dt><dd><bdi>${escapeHtml(value)}</bdi></dd></div>`)
      .join('')}</dl>`,
    body: letter.sections
      .map(
        ({ title, lines }) =>
          `<section><h2>${escapeHtml(title)}</h2><ul>${lines
            .map(({ text }) => `<li><bdi>${escapeHtml(text)}</bdi></li>`)
            .join('')}</ul></section>`,
      )
      .join('\n'),
    addenda,
    signature: approval,
  });

/** A letter as plain text; a draft carries the word on its first and last line. */
export const renderLetterText = (letter: Letter, { approval, addenda = [] }: LetterPaper = {}): string => {
  const draft = letter.status === 'draft' ? ['DRAFT: not yet checked by the clinician'] : [];
  const rows = [
    ...draft,
    letter.title,
    ...letterHead(letter).map(([name, value]) => `${name}: ${value}`),
    ...letter.sections.flatMap(({ title, lines }) => ['', title, ...lines.map(({ text }) => `- ${text}`)]),
    ...addenda.flatMap((one) => ['', addendumTitle(one), one.text]),
    ...(approval ? ['', `Checked and signed by ${approval.by} on ${approval.at.slice(0, 10)}.`] : []),
    ...(draft.length ? ['', ...draft] : []),
  ];
  return `${rows.map(clean).join('\n')}\n`;
};
