import {
  CaptureState,
  type CaptureBridge,
  type CaptureCommand,
} from '../../shared/contract/capture-window.ts';
import { FootnoteError, refuse, succeed, type Result } from '../../shared/contract/errors.ts';
import { z } from 'zod';
import type { Client } from '../api/client.ts';
import { makeCapture, type Capture } from './capture.ts';

const Reply = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: FootnoteError }),
]);

/**
 * The recording as a window of the desktop sees it: it runs in a hidden window, so that this one may be closed or
 * reloaded; here are only its buttons and its state.
 */
export const makeShellCapture = (bridge: CaptureBridge): Capture => {
  let now: CaptureState = { phase: 'idle', takenMs: 0, keptMs: 0, level: 0, microphones: [] };
  const listeners = new Set<() => void>();
  bridge.listen((state) => {
    const parsed = CaptureState.safeParse(state);
    if (!parsed.success) return;
    now = parsed.data;
    for (const listener of listeners) listener();
  });
  const ask = async (command: CaptureCommand): Promise<Result<unknown>> => {
    try {
      const reply = Reply.safeParse(await bridge.ask(command));
      if (!reply.success) return refuse('fault');
      return reply.data.ok ? succeed(reply.data.value) : reply.data;
    } catch {
      return refuse('host-gone');
    }
  };
  const asked = async (command: CaptureCommand): Promise<void> => {
    await ask(command);
  };
  return {
    state: () => now,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    test: () => asked({ do: 'test' }),
    start: (visit, identifiersShown) => ask({ do: 'start', visit, identifiersShown: [...identifiersShown] }),
    takeUp: (visit, recording) => ask({ do: 'take-up', visit, recording }),
    pause: (reason) => ask({ do: 'pause', reason }),
    resume: () => ask({ do: 'resume' }),
    stop: () => ask({ do: 'stop' }),
    split: (toVisit, agoMs, identifiersShown) =>
      ask({ do: 'split', toVisit, agoMs, identifiersShown: [...identifiersShown] }),
    changeMicrophone: (id) => asked({ do: 'change-microphone', id }),
    close: () => {
      void asked({ do: 'close' });
    },
  };
};

/** The capture of this window: the shell's where there is a shell, else this window records itself. */
export const captureFor = (client: Client): Capture => {
  const { footnote } = globalThis as { readonly footnote?: { readonly capture?: CaptureBridge } };
  return footnote?.capture ? makeShellCapture(footnote.capture) : makeCapture(client);
};
