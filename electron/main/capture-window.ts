import type { BrowserWindow, WebContents } from 'electron';
import { CaptureCommand, CaptureState, type NumberedCommand } from '../../shared/contract/capture-window.ts';
import { refuse } from '../../shared/contract/errors.ts';
import type { AppHost } from '../../shared/hosts/app/app-host.ts';
import { CAPTURE_COMMAND_CHANNEL } from '../preload/channels.ts';

type HiddenWindow = Pick<BrowserWindow, 'webContents' | 'destroy' | 'isDestroyed'>;

export interface CaptureWindowGround {
  readonly host: Pick<AppHost, 'live'>;
  /** Makes the hidden window, hands it over before its page begins, and loads the page. */
  readonly open: (made: (window: HiddenWindow) => void) => Promise<unknown>;
  /** Tells every window that shows the recording. */
  readonly show: (state: CaptureState) => void;
}

/** The shell's end of the hidden window that records. */
export interface CaptureWindow {
  /** What a window asks for; answered when the hidden window has done it. */
  readonly ask: (command: unknown) => Promise<unknown>;
  /** What the hidden window says. */
  readonly answer: (from: WebContents, id: number, result: unknown) => void;
  readonly tell: (from: WebContents, state: unknown) => void;
  readonly state: () => CaptureState | undefined;
  /** Whether these contents may use a microphone now: the hidden window's, from a person's wish to the recording's end. */
  readonly isArmed: (contents: WebContents | null) => boolean;
  readonly owns: (contents: WebContents) => boolean;
  readonly begin: () => Promise<void>;
  readonly end: () => void;
}

const ARMING: ReadonlySet<CaptureCommand['do']> = new Set(['test', 'start', 'take-up', 'change-microphone']);
const AT_REST: ReadonlySet<CaptureState['phase']> = new Set(['idle', 'stopped']);

/**
 * Keeps the hidden window alive: when its page crashes, another one takes the recording up where the host has it, and
 * the host marks the gap.
 */
export const makeCaptureWindow = ({ host, open, show }: CaptureWindowGround): CaptureWindow => {
  let window: HiddenWindow | undefined;
  let last: CaptureState | undefined;
  let armed = false;
  let ended = false;
  let ids = 0;
  /** Pages that have said their first word. */
  const greeted = new WeakSet<WebContents>();
  const waiting = new Map<number, (result: unknown) => void>();

  const owns = (contents: WebContents): boolean => window?.webContents === contents;

  const send = (command: CaptureCommand): Promise<unknown> => {
    if (!window || window.isDestroyed()) return Promise.resolve(refuse('host-gone'));
    if (ARMING.has(command.do)) armed = true;
    const numbered: NumberedCommand = { id: (ids += 1), command };
    const answered = new Promise<unknown>((resolve) => waiting.set(numbered.id, resolve));
    window.webContents.send(CAPTURE_COMMAND_CHANNEL, numbered);
    return answered;
  };

  const takeUp = async (): Promise<void> => {
    const running = host.live().find(({ paused }) => !paused);
    if (running) await send({ do: 'take-up', visit: running.visit, recording: running.recording });
  };

  /** The microphone's permission ends with the recording, and with a wish that came to nothing. */
  const disarmAtRest = (): void => {
    if (last && AT_REST.has(last.phase) && waiting.size === 0) armed = false;
  };

  const refuseWaiting = (): void => {
    for (const answered of waiting.values()) answered(refuse('host-gone'));
    waiting.clear();
  };

  const begin = async (): Promise<void> => {
    await open((made) => {
      window = made;
      made.webContents.once('render-process-gone', () => {
        refuseWaiting();
        armed = false;
        made.destroy();
        if (!ended) void begin();
      });
    });
  };

  return {
    owns,
    begin,
    state: () => last,
    isArmed: (contents) => armed && contents !== null && owns(contents),
    ask: async (command) => {
      const parsed = CaptureCommand.safeParse(command);
      return parsed.success ? send(parsed.data) : refuse('usage');
    },
    answer: (from, id, result) => {
      if (!owns(from)) return;
      waiting.get(id)?.(result);
      waiting.delete(id);
      disarmAtRest();
    },
    tell: (from, told) => {
      const state = CaptureState.safeParse(told);
      if (!owns(from) || !state.success) return;
      last = state.data;
      disarmAtRest();
      show(last);
      // Its first word is that it is there: what ran before its page crashed goes on.
      if (!greeted.has(from)) void takeUp();
      greeted.add(from);
    },
    end: () => {
      ended = true;
      refuseWaiting();
      window?.destroy();
    },
  };
};
