import {
  NumberedCommand,
  type CaptureCommand,
  type CaptureWork,
} from '../../shared/contract/capture-window.ts';
import { refuse, succeed, type Result } from '../../shared/contract/errors.ts';
import { makeClient } from '../api/make-client.ts';
import { makeCapture, type Capture } from './capture.ts';

const obey = async (capture: Capture, command: CaptureCommand): Promise<Result<unknown>> => {
  switch (command.do) {
    case 'test':
      await capture.test();
      return succeed(undefined);
    case 'start':
      return capture.start(command.visit, command.identifiersShown);
    case 'take-up':
      return capture.takeUp(command.visit, command.recording);
    case 'pause':
      return capture.pause(command.reason);
    case 'resume':
      return capture.resume();
    case 'stop':
      return capture.stop();
    case 'split':
      return capture.split(command.toVisit, command.agoMs, command.identifiersShown);
    case 'change-microphone':
      await capture.changeMicrophone(command.id);
      return succeed(undefined);
    case 'close':
      capture.close();
      return succeed(undefined);
  }
};

/** The hidden window's whole work: it records what it is told to, and tells how that goes; its first word is that it is there. */
export const serveCapture = (capture: Capture, work: CaptureWork): void => {
  work.listen((numbered) => {
    const parsed = NumberedCommand.safeParse(numbered);
    if (!parsed.success) return;
    const { id, command } = parsed.data;
    obey(capture, command)
      .catch(() => refuse('fault'))
      .then((result) => {
        work.answer(id, result);
      })
      .catch(() => undefined);
  });
  capture.subscribe(() => {
    work.tell(capture.state());
  });
  work.tell(capture.state());
};

/** Begins it in the window that the shell made for it. */
export const startCaptureWindow = (): void => {
  const { footnote } = globalThis as { readonly footnote?: { readonly captureWork?: CaptureWork } };
  if (footnote?.captureWork) serveCapture(makeCapture(makeClient()), footnote.captureWork);
};
