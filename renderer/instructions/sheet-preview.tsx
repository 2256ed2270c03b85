import type { ReactNode } from 'react';
import type { Instructions } from '../../shared/contract/instructions.ts';
import { useText } from '../language/language.ts';

/** About what the printer will give: large, plain, marked as a draft until it is approved. */
export const SheetPreview = ({ sheet }: { readonly sheet: Instructions }): ReactNode => {
  const { t } = useText();
  return (
    <article className="paper sheet" lang={sheet.language} aria-label={t('sheet.preview')}>
      <p className="watermark">{sheet.approval ? t('sheet.approved') : t('app.draft.long')}</p>
      <h2 className="sheet-title">{sheet.title}</h2>
      {sheet.sections
        .filter(({ lines }) => lines.length > 0)
        .map((section) => (
          <section key={section.id}>
            <h3>{section.title}</h3>
            <ul>
              {section.lines.map((line) => (
                <li key={line.id}>{line.text}</li>
              ))}
            </ul>
          </section>
        ))}
    </article>
  );
};
