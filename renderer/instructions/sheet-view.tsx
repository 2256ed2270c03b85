import { Badge, Group, SegmentedControl, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Instructions } from '../../shared/contract/instructions.ts';
import { useText } from '../language/language.ts';

/** Patients' sheets are meant for sixth grade or lower. */
const TARGET_GRADE = 6;

/** The patient's sheet as it will be printed, marked as a draft, with its measured grade. */
export const SheetView = ({
  sheet,
  languages,
  language,
  onLanguage,
  lines,
}: {
  readonly sheet: Instructions | undefined;
  readonly languages: readonly string[];
  readonly language: string;
  readonly onLanguage: (language: string) => void;
  readonly lines: ReactNode;
}): ReactNode => {
  const { t, tongue, has } = useText();
  const nameOf = (one: string): string => {
    const key = `sheet.${one}`;
    return has(key) ? t(key) : one;
  };
  const grade = sheet?.readability.grade;
  const easy = grade !== undefined && grade <= TARGET_GRADE;
  return (
    <section aria-label={t('sheet.preview')}>
      <Group justify="space-between" mb="md">
        <SegmentedControl
          size="xs"
          aria-label={t('sheet.language')}
          value={language}
          onChange={onLanguage}
          data={languages.map((one) => ({ value: one, label: nameOf(one) }))}
        />
        {sheet && grade !== undefined && (
          <Group gap="xs">
            <Badge variant="light" size="lg" radius="sm" color={easy ? 'pine' : 'orange'} className="grade">
              {t('sheet.grade', {
                grade: new Intl.NumberFormat(tongue, { maximumFractionDigits: 1 }).format(grade),
              })}
            </Badge>
            <Text size="xs" c="dimmed">
              {t(easy ? 'sheet.grade.good' : 'sheet.grade.hard')} · {sheet.readability.formula}
            </Text>
          </Group>
        )}
      </Group>
      {sheet ? (
        <article className="paper sheet" lang={sheet.language}>
          <p className="watermark">{t('app.draft.long')}</p>
          <h2 className="sheet-title">{sheet.title}</h2>
          {lines}
        </article>
      ) : (
        <Text c="dimmed">{t('sheet.none')}</Text>
      )}
    </section>
  );
};
