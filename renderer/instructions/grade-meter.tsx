import { Text, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Instructions } from '../../shared/contract/instructions.ts';
import { useText } from '../language/language.ts';

/** Patients' sheets are meant for sixth grade or lower. */
const TARGET_GRADE = 6;
const HIGHEST_SHOWN = 12;

/** The measured reading grade of the sheet on a scale to twelfth grade, with the line it should stay under. */
export const GradeMeter = ({ sheet }: { readonly sheet: Instructions }): ReactNode => {
  const { t, tongue } = useText();
  const { grade, formula } = sheet.readability;
  const isEasy = grade <= TARGET_GRADE;
  const share = (value: number): number => Math.min(100, Math.max(2, (value / HIGHEST_SHOWN) * 100));
  const figure = new Intl.NumberFormat(tongue, { maximumFractionDigits: 1 }).format(grade);
  const said = grade < 1 ? t('sheet.grade.least') : t('sheet.grade', { grade: figure });
  const words = `${said}. ${t(isEasy ? 'sheet.grade.good' : 'sheet.grade.hard')}`;
  return (
    <Tooltip label={`${t(isEasy ? 'sheet.grade.good' : 'sheet.grade.hard')} (${formula})`}>
      <div className={`grade-meter${isEasy ? '' : ' hard'}`} role="img" aria-label={words}>
        <Text size="xs">{said}</Text>
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
          <rect className="grade-scale" width="100" height="6" rx="3" />
          <rect className="grade-value" width={share(grade)} height="6" rx="3" />
          <line x1={share(TARGET_GRADE)} x2={share(TARGET_GRADE)} y1="0" y2="6" />
        </svg>
      </div>
    </Tooltip>
  );
};
