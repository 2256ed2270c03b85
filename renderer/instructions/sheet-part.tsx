import './instructions.css';
import { Button, Group, SegmentedControl, Text, Title } from '@mantine/core';
import { IconExternalLink, IconRefreshAlert } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { InstructionLine, Instructions } from '../../shared/contract/instructions.ts';
import type { AtTheDesk } from '../../shared/contract/people.ts';
import type { DocumentName } from '../../shared/contract/vault.ts';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useAppState, useChange } from '../api/queries.ts';
import { useText, type TextKey } from '../language/language.ts';
import { LineEditor } from '../review/editor/line-editor.tsx';
import type { LineLook, LineLooks } from '../review/editor/line-looks.ts';
import type { WrittenSection } from '../review/editor/written.ts';
import type { Phrase } from '../review/editor/phrase-before.ts';
import { KeptState } from '../review/kept-state.tsx';
import type { Sections } from '../review/text-keeper.ts';
import { RewordPanel } from '../review/reword-panel.tsx';
import { useKeptText, type KeptText } from '../review/use-kept-text.ts';
import { useOpenPage } from '../ui/open-page.ts';
import { GradeMeter } from './grade-meter.tsx';
import { LineWords } from './line-words.tsx';
import { OffTheSheet } from './off-the-sheet.tsx';
import { SheetPreview } from './sheet-preview.tsx';

interface SheetProps {
  readonly view: VisitView;
  readonly person: AtTheDesk;
  readonly mayType: boolean;
  readonly phrases: readonly Phrase[];
}

const blankLine =
  (language: string) =>
  (id: string): InstructionLine => ({ id, text: '', language, facts: [], evidence: [] });

interface LookedAt {
  /** Ids of lines that rest on an edited fact. */
  readonly stale: ReadonlySet<string>;
  /** Ids of lines that the visit contradicts. */
  readonly doubted: ReadonlySet<string>;
}

/** What is to be known of a line, the weightiest first; `says` is the key of the words for it. */
const lookOf = (
  line: InstructionLine,
  language: string,
  { stale, doubted }: LookedAt,
): { readonly ask: 'interrupt' | 'show'; readonly says: TextKey } | undefined => {
  if (stale.has(line.id)) return { ask: 'interrupt', says: 'flag.kind.stale' };
  if (doubted.has(line.id)) return { ask: 'show', says: 'sheet.doubted' };
  if (line.asSaid) return { ask: 'show', says: 'sheet.asSaid' };
  if (line.language !== language) return { ask: 'show', says: 'sheet.otherLanguage' };
  return line.hard ? { ask: 'show', says: 'sheet.hard' } : undefined;
};

const looksOf = (
  text: Sections<InstructionLine>,
  language: string,
  lookedAt: LookedAt,
  t: (key: TextKey) => string,
): LineLooks =>
  new Map(
    text.flatMap(({ lines }) =>
      lines.map((line): readonly [string, LineLook] => {
        const look = lookOf(line, language, lookedAt);
        return [
          line.id,
          { marks: '', isSeen: true, isUnchecked: false, ...(look && { ask: look.ask, says: t(look.says) }) },
        ];
      }),
    ),
  );

/** What is to be known of each line of a sheet, and which lines rest on an edited fact. */
const useLooks = (
  view: VisitView,
  document: DocumentName,
  language: string,
  text: Sections<InstructionLine>,
): { readonly stale: readonly string[]; readonly looks: LineLooks } => {
  const { t } = useText();
  const stale = useMemo(
    () => view.stale.filter((one) => one.document === document).map((one) => one.line),
    [view.stale, document],
  );
  const doubted = view.doubtedOnSheet[language];
  const looks = useMemo(
    () => looksOf(text, language, { stale: new Set(stale), doubted: new Set(doubted) }, t),
    [text, language, stale, doubted, t],
  );
  return { stale, looks };
};

/** Lines that rest on an edited fact: looked at again, or they hold up the approval. */
const StaleNotice = ({
  visit,
  document,
  lines,
  onShow,
}: {
  readonly visit: string;
  readonly document: DocumentName;
  readonly lines: readonly string[];
  readonly onShow: (line: string) => void;
}): ReactNode => {
  const { t } = useText();
  const agree = useChange('edit.agree');
  const [first] = lines;
  if (first === undefined) return null;
  return (
    <div className="stale-notice" role="status">
      <IconRefreshAlert size={18} aria-hidden="true" />
      <Text size="sm">{t('sheet.stale', { count: lines.length })}</Text>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          onShow(first);
        }}
      >
        {t('sheet.stale.show')}
      </Button>
      <Button
        size="compact-sm"
        loading={agree.isPending}
        onClick={() => {
          agree.mutate({ visit, lines: lines.map((line) => ({ document, line })) });
        }}
      >
        {t('sheet.stale.agree')}
      </Button>
    </div>
  );
};

/** Other words for the chosen line, where a language model may propose them; its checks read English only. */
const SheetWording = ({
  visit,
  language,
  text,
  line,
}: {
  readonly visit: string;
  readonly language: string;
  readonly text: KeptText<InstructionLine>;
  readonly line: string | undefined;
}): ReactNode =>
  language === 'en' && (
    <div className="evidence">
      <RewordPanel
        visit={visit}
        document="instructions.en"
        tasks={['plainer', 'message']}
        sections={text.text}
        line={line}
        text={text}
      />
    </div>
  );

/** The page as it will be printed, and the way to it. */
const SheetPrint = ({
  visit,
  document,
  sheet,
  isApproved,
}: {
  readonly visit: string;
  readonly document: DocumentName;
  readonly sheet: Instructions;
  readonly isApproved: boolean;
}): ReactNode => {
  const { t } = useText();
  const openPage = useOpenPage();
  return (
    <div className="sheet-print">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          {t('sheet.preview')}
        </Title>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconExternalLink size={16} aria-hidden="true" />}
          loading={openPage.isPending}
          onClick={() => {
            openPage.open('release.draft-page', { visit, document });
          }}
        >
          {t('sheet.draft.page')}
        </Button>
      </Group>
      <SheetPreview sheet={sheet} isApproved={isApproved} />
    </div>
  );
};

/** The text with other words in one line. */
const withWords = (
  sections: readonly WrittenSection[],
  id: string,
  words: string,
): readonly WrittenSection[] =>
  sections.map((section) => ({
    ...section,
    lines: section.lines.map((line) => (line.id === id ? { ...line, text: words } : line)),
  }));

/** The chosen line's source and words; other words for it are put in the editor, where they can be undone. */
const ChosenLine = ({
  visit,
  line,
  mayType,
  handle,
}: {
  readonly visit: string;
  readonly line: InstructionLine | undefined;
  readonly mayType: boolean;
  readonly handle: KeptText<InstructionLine>['handle'];
}): ReactNode => {
  const { t } = useText();
  return (
    <div className="evidence">
      <Title order={2} size="h5">
        {t('visit.evidence')}
      </Title>
      {line ? (
        <LineWords
          visit={visit}
          line={line}
          mayType={mayType}
          onWords={(words) => {
            const written = handle.current?.written() ?? [];
            handle.current?.rewrite(withWords(written, line.id, words));
          }}
          onDone={() => {
            handle.current?.focus();
          }}
        />
      ) : (
        <p className="hint">{t('visit.evidence.none')}</p>
      )}
    </div>
  );
};

const SheetEditor = ({
  sheet,
  view,
  person,
  mayType,
  phrases,
  switcher,
}: SheetProps & { readonly sheet: Instructions; readonly switcher: ReactNode }): ReactNode => {
  const { t } = useText();
  const state = useAppState();
  const [line, setLine] = useState<string>();
  const document: DocumentName = `instructions.${sheet.language}`;
  const sections = useMemo<Sections<InstructionLine>>(() => sheet.sections, [sheet.sections]);
  const blank = useMemo(() => blankLine(sheet.language), [sheet.language]);
  const [ignore] = useState(() => () => undefined);
  const text: KeptText<InstructionLine> = useKeptText<InstructionLine>({
    visit: view.summary.id,
    document,
    sections,
    blank,
    who: person.label,
    bufferKey: state.data?.bufferKey,
    onText: ignore,
  });
  const { stale, looks } = useLooks(view, document, sheet.language, text.text);
  const chosen = text.text.flatMap((section) => section.lines).find(({ id }) => id === line);
  const now: Instructions = {
    ...sheet,
    sections: text.text.map((section) => ({ ...section, lines: [...section.lines] })),
  };
  const show = (to: string): void => {
    text.handle.current?.show(to);
  };
  return (
    <>
      <div className="visit-centre sheet-edit">
        <div className="note-bar">
          {switcher}
          <GradeMeter sheet={sheet} />
          <Group ml="auto">
            {mayType && (
              <KeptState
                kept={text.kept}
                onAgain={() => {
                  void text.flush();
                }}
              />
            )}
          </Group>
        </div>
        <StaleNotice visit={view.summary.id} document={document} lines={stale} onShow={show} />
        <div className="paper sheet-lines" lang={sheet.language}>
          <LineEditor
            label={t('visit.sheet')}
            start={text.start}
            looks={looks}
            mayType={mayType}
            phrases={phrases}
            onTouched={text.touched}
            onLine={setLine}
            onPeek={ignore}
            onMode={ignore}
            onUndoFurther={text.undoFurther}
            onRedoFurther={text.redoFurther}
            handle={text.handle}
          />
        </div>
        <ChosenLine visit={view.summary.id} line={chosen} mayType={mayType} handle={text.handle} />
        {mayType && (
          <SheetWording visit={view.summary.id} language={sheet.language} text={text} line={line} />
        )}
        <OffTheSheet view={view} language={sheet.language} mayType={mayType} flush={text.flush} />
      </div>
      <SheetPrint
        visit={view.summary.id}
        document={document}
        sheet={now}
        isApproved={view.approval !== undefined}
      />
    </>
  );
};

/** The patient's sheet: its lines to edit beside what will be printed, in each of its languages. */
export const SheetPart = (props: SheetProps): ReactNode => {
  const { t, has } = useText();
  const [language, setLanguage] = useState('en');
  const { instructions } = props.view;
  const sheet = instructions.find((one) => one.language === language) ?? instructions[0];
  if (!sheet) return <Text c="dimmed">{t('sheet.none')}</Text>;
  const switcher = (
    <SegmentedControl
      size="xs"
      aria-label={t('sheet.language')}
      value={sheet.language}
      onChange={setLanguage}
      data={instructions.map(({ language: one }) => {
        const key = `sheet.${one}`;
        return { value: one, label: has(key) ? t(key) : one };
      })}
    />
  );
  return <SheetEditor key={sheet.language} {...props} sheet={sheet} switcher={switcher} />;
};
