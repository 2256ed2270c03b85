import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Note } from '../../shared/contract/note.ts';
import type { VisitView } from '../../shared/contract/visits.ts';
import { SheetPreview } from '../instructions/sheet-preview.tsx';
import { NOTE_LANGUAGE, useText } from '../language/language.ts';
import { copyAsDraft } from '../review/copy-as-draft.ts';

const NoteText = ({ note, isApproved }: { readonly note: Note; readonly isApproved: boolean }): ReactNode => (
  <article className="paper note-text" lang={NOTE_LANGUAGE} onCopy={isApproved ? undefined : copyAsDraft}>
    {note.sections
      .filter(({ items }) => items.length > 0)
      .map((section) => (
        <section key={section.id}>
          <h3>{section.title}</h3>
          {section.items.map((item) => (
            <p key={item.id}>{item.text}</p>
          ))}
        </section>
      ))}
  </article>
);

/** The exact texts that the signature covers, each with the start of its fingerprint. */
export const SignedTexts = ({
  view,
  documents,
}: {
  readonly view: VisitView;
  readonly documents: readonly { readonly document: string; readonly sha256: string }[];
}): ReactNode => {
  const { t, has } = useText();
  const isApproved = view.approval !== undefined;
  return (
    <section className="signed-texts">
      {documents.map(({ document, sha256 }) => {
        const sheet = view.instructions.find(({ language }) => document === `instructions.${language}`);
        const key = `document.${document}`;
        return (
          // Before the signature, whatever it will cover is on the screen.
          <details key={document} open={!isApproved || document === 'note'}>
            <summary>
              <Title order={3} size="h5" display="inline">
                {has(key) ? t(key) : document}
              </Title>{' '}
              <Text span size="xs" c="dimmed" className="fingerprint">
                {sha256.slice(0, 12)}
              </Text>
            </summary>
            {document === 'note' && view.note && <NoteText note={view.note} isApproved={isApproved} />}
            {sheet && <SheetPreview sheet={sheet} isApproved={isApproved} />}
          </details>
        );
      })}
    </section>
  );
};
