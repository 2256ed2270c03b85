import type { ReactNode } from 'react';
import type { Instructions } from '../../shared/contract/instructions.ts';
import { useText } from '../language/language.ts';
import { copyAsDraft } from '../review/copy-as-draft.ts';

/** About what the printer will give: large, plain, marked as a draft until it is approved. */
export const SheetPreview = ({
  sheet,
  isApproved,
}: {
  readonly sheet: Instructions;
  readonly isApproved: boolean;
}): ReactNode => {
  const { t } = useText();
  return (
    <article
      className="paper sheet"
      lang={sheet.language}
      aria-label={t('sheet.preview')}
      onCopy={isApproved ? undefined : copyAsDraft}
    >
      <p className="watermark">{isApproved ? t('sheet.approved') : t('app.draft.long')}</p>
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
