import type { ReactNode } from 'react';
import { useText } from '../language/language.ts';
import { datesIn } from './time.ts';

/** A sentence of the host in the language of the screens; what of it is English is marked as such. */
export const HostSentence = ({ message }: { readonly message: string }): ReactNode => {
  const { sentence, tongue } = useText();
  const { text, english } = sentence(message);
  return (
    <>
      {datesIn(tongue, text)}
      {english !== undefined && (
        <span lang="en" className="in-english">
          {english}
        </span>
      )}
    </>
  );
};
