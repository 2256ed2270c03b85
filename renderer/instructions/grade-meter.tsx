import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Instructions, Readability } from '../../shared/contract/instructions.ts';
import { useText, type Text as Texts } from '../language/language.ts';

/** A scale of reading ease as it is drawn: its ends, where a patient's sheet should be, and which way is easier. */
interface Scale {
  readonly highest: number;
  readonly goal: number;
  readonly isEasy: (value: number) => boolean;
}

/** School grades, for sixth grade or lower; INFLESZ counts the other way, "fairly easy" begins above 65. */
const SCHOOL: Scale = { highest: 12, goal: 6, isEasy: (grade) => grade <= 6 };
const INFLESZ: Scale = { highest: 100, goal: 65, isEasy: (score) => score > 65 };
const SMOG: Scale = { ...SCHOOL, isEasy: (grade) => grade <= 8 };

const scaleOf = ({ formula }: Readability): Scale =>
  formula === 'INFLESZ' ? INFLESZ : formula === 'SMOG' ? SMOG : SCHOOL;

const figure = (tongue: string, value: number): string =>
  new Intl.NumberFormat(tongue, { maximumFractionDigits: 1 }).format(value);

/** What a measure says, in words: a school grade, or the band of the Spanish scale. */
const said = ({ t, has, tongue }: Texts, measure: Readability): string => {
  if (measure.formula === 'INFLESZ') {
    const level = `sheet.level.${measure.level ?? ''}`;
    const score = figure(tongue, measure.grade);
    return t('sheet.inflesz', { score, level: has(level) ? t(level) : '' });
  }
  if (measure.grade < 1) return t('sheet.grade.least');
  return t('sheet.grade', { grade: figure(tongue, measure.grade) });
};

/** Every formula's measure of each part and of the whole sheet. */
const Grades = ({ sheet }: { readonly sheet: Instructions }): ReactNode => {
  const text = useText();
  const { t } = text;
  const whole = sheet.measures ?? [sheet.readability];
  const parts = sheet.sections.filter(({ readability, lines }) => readability?.length && lines.length > 0);
  const cells = (measures: readonly Readability[]): ReactNode =>
    whole.map(({ formula }) => {
      const measure = measures.find((one) => one.formula === formula);
      if (!measure) return <td key={formula} />;
      return (
        <td key={formula} className={scaleOf(measure).isEasy(measure.grade) ? undefined : 'hard'}>
          {said(text, measure)}
        </td>
      );
    });
  return (
    <details className="grades">
      <summary>{t('sheet.grades')}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('sheet.part')}</th>
            {whole.map(({ formula }) => (
              <th key={formula} scope="col">
                {formula}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('sheet.whole')}</th>
            {cells(whole)}
          </tr>
          {parts.map(({ id, title, readability = [] }) => (
            <tr key={id}>
              <th scope="row" lang={sheet.language}>
                {title}
              </th>
              {cells(readability)}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
};

/** How easy the sheet is to read, on a scale with the goal; each part by each formula on demand. */
export const GradeMeter = ({ sheet }: { readonly sheet: Instructions }): ReactNode => {
  const text = useText();
  const { t } = text;
  const { readability } = sheet;
  const { highest, goal, isEasy } = scaleOf(readability);
  const share = (value: number): number => Math.min(100, Math.max(2, (value / highest) * 100));
  const verdict = t(isEasy(readability.grade) ? 'sheet.easy' : 'sheet.notEasy');
  const words = said(text, readability);
  return (
    <div className={`grade-meter${isEasy(readability.grade) ? '' : ' hard'}`}>
      <div role="img" aria-label={`${words}. ${verdict}`}>
        <Text size="xs">{words}</Text>
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
          <rect className="grade-scale" width="100" height="6" rx="3" />
          <rect className="grade-value" width={share(readability.grade)} height="6" rx="3" />
          <line x1={share(goal)} x2={share(goal)} y1="0" y2="6" />
        </svg>
      </div>
      <Grades sheet={sheet} />
    </div>
  );
};
