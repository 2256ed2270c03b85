import { Button, Group, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMessageQuestion } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { LineQuestion } from '../../shared/contract/visits.ts';
import { useChange } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';

const Write = ({
  label,
  send,
  isSending,
  onCancel,
}: {
  readonly label: string;
  readonly send: (text: string) => void;
  readonly isSending: boolean;
  readonly onCancel?: () => void;
}): ReactNode => {
  const { t } = useText();
  const [text, setText] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send(text.trim());
      }}
    >
      <Textarea
        size="sm"
        autosize
        minRows={2}
        maxLength={2_000}
        label={label}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <Group gap="xs" mt="xs">
        <Button type="submit" size="compact-sm" disabled={text.trim() === ''} loading={isSending}>
          {t('question.send')}
        </Button>
        {onCancel && (
          <Button size="compact-sm" variant="default" onClick={onCancel}>
            {t('app.cancel')}
          </Button>
        )}
      </Group>
    </form>
  );
};

const Question = ({
  visit,
  question,
  mayAnswer,
}: {
  readonly visit: string;
  readonly question: LineQuestion;
  readonly mayAnswer: boolean;
}): ReactNode => {
  const { t } = useText();
  const answer = useChange('lines.answer');
  return (
    <div className="question">
      <Text size="xs" c="dimmed">
        {t('question.by', { who: question.by })}
      </Text>
      <Text size="sm">{question.text}</Text>
      {question.answer ? (
        <div className="answer">
          <Text size="xs" c="dimmed">
            {t('question.answered', { who: question.answer.by })}
          </Text>
          <Text size="sm">{question.answer.text}</Text>
        </div>
      ) : mayAnswer ? (
        <Write
          label={t('question.answer')}
          isSending={answer.isPending}
          send={(text) => {
            answer.mutate({ visit, question: question.question, text });
          }}
        />
      ) : (
        <Text size="xs" c="dimmed">
          {t('question.waits')}
        </Text>
      )}
      {answer.error && <ErrorPanel error={errorOf(answer.error)} onAgain={answer.reset} />}
    </div>
  );
};

/** What a scribe asked about a line, and the physician's answer, there where it matters. */
export const LineQuestions = ({
  visit,
  line,
  questions,
  role,
}: {
  readonly visit: string;
  readonly line: string;
  readonly questions: readonly LineQuestion[];
  readonly role: 'clinician' | 'scribe' | 'administrator';
}): ReactNode => {
  const { t } = useText();
  const [asking, ask] = useDisclosure(false);
  const send = useChange('lines.ask');
  const about = questions.filter((one) => one.line.document === 'note' && one.line.line === line);
  return (
    <div className="questions">
      {about.map((question) => (
        <Question
          key={question.question}
          visit={visit}
          question={question}
          mayAnswer={role === 'clinician'}
        />
      ))}
      {role === 'scribe' &&
        (asking ? (
          <Write
            label={t('question.ask')}
            isSending={send.isPending}
            onCancel={ask.close}
            send={(text) => {
              send.mutate({ visit, document: 'note', line, text }, { onSuccess: ask.close });
            }}
          />
        ) : (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconMessageQuestion size={16} aria-hidden="true" />}
            onClick={ask.open}
          >
            {t('question.ask')}
          </Button>
        ))}
      {send.error && <ErrorPanel error={errorOf(send.error)} onAgain={send.reset} />}
    </div>
  );
};
