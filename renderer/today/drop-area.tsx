import { Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { IconFileImport, IconSparkles } from '@tabler/icons-react';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useAppState } from '../api/queries.ts';
import { useText, type TextKey } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { useBeginVisit } from './begin-visit.ts';
import { ACCEPTED, sortFiles } from './sort-files.ts';

/** Where a recording and a chart come in: dropped, or chosen with a button. */
export const DropArea = ({ isSmall }: { readonly isSmall: boolean }): ReactNode => {
  const { t } = useText();
  const state = useAppState();
  const begin = useBeginVisit();
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [complaint, setComplaint] = useState<TextKey>();

  const take = (list: FileList | null): void => {
    const sorted = sortFiles([...(list ?? [])]);
    setComplaint(sorted.ok ? undefined : `today.drop.${sorted.why}`);
    if (sorted.ok) begin.mutate(sorted);
  };
  const choose = (): void => {
    chooser.current?.click();
  };
  const drag = (inside: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(inside);
  };

  return (
    <section
      className={`drop-area${over ? ' over' : ''}${isSmall ? ' small' : ''}`}
      aria-label={t('today.drop.title')}
      onDragEnter={drag(true)}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        take(event.dataTransfer.files);
      }}
    >
      <Stack align="center" gap="sm">
        <IconFileImport size={40} stroke={1.3} aria-hidden="true" className="drop-icon" />
        <Title order={2} size="h3">
          {t(over ? 'today.drop.now' : 'today.drop.title')}
        </Title>
        <Text size="sm" c="dimmed" maw={520} ta="center" className="drop-hint">
          {t('today.drop.hint')}
        </Text>
        {begin.isPending ? (
          <Group role="status" gap="xs">
            <Loader size="sm" />
            <Text size="sm">{t('today.uploading')}</Text>
          </Group>
        ) : (
          <Group justify="center">
            <Button onClick={choose}>{t('today.drop.choose')}</Button>
            {state.data?.sample && (
              <Button
                variant="default"
                leftSection={<IconSparkles size={18} aria-hidden="true" />}
                onClick={() => {
                  begin.mutate({ sample: true });
                }}
              >
                {t('today.sample')}
              </Button>
            )}
          </Group>
        )}
        {state.data?.sample && (
          <Text size="xs" c="dimmed" className="drop-hint">
            {t('today.sample.hint')}
          </Text>
        )}
        {complaint && (
          <Text role="alert" size="sm" className="complaint">
            {t(complaint)}
          </Text>
        )}
        {begin.error && <ErrorPanel error={errorOf(begin.error)} onChoose={choose} onAgain={begin.reset} />}
      </Stack>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        accept={ACCEPTED}
        data-testid="files"
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
    </section>
  );
};
