import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';
import { playFrom } from './links.ts';

interface Playing {
  readonly nowMs: number;
  readonly playing: boolean;
  readonly failed: boolean;
}

export interface Player {
  /** Plays the words between two times, from half a second before. */
  readonly playWords: (startMs: number, endMs: number) => void;
  readonly seek: (ms: number) => void;
  readonly toggle: () => void;
  readonly state: Playing;
  readonly audio: RefObject<HTMLAudioElement | null>;
}

const PlayerContext = createContext<Player | undefined>(undefined);

/** `undefined` where the visit has no sound. */
export const usePlayer = (): Player | undefined => useContext(PlayerContext);

/** A breath after the last word, so that it is heard to its end. */
const TAIL_MS = 250;

const usePlaying = (audio: RefObject<HTMLAudioElement | null>, until: RefObject<number>): Playing => {
  const [state, setState] = useState<Playing>({ nowMs: 0, playing: false, failed: false });
  useEffect(() => {
    const element = audio.current;
    if (!element) return undefined;
    const follow = (): void => {
      if (element.currentTime * 1000 >= until.current) {
        until.current = Infinity;
        element.pause();
      }
      setState({
        nowMs: element.currentTime * 1000,
        playing: !element.paused,
        failed: element.error !== null,
      });
    };
    const events = ['timeupdate', 'play', 'pause', 'seeked', 'error'] as const;
    for (const event of events) element.addEventListener(event, follow);
    return () => {
      for (const event of events) element.removeEventListener(event, follow);
    };
  }, [audio, until]);
  return state;
};

/** Holds the one sound of a visit; everything below can play parts of it. */
export const PlayerProvider = ({
  address,
  children,
}: {
  readonly address: string;
  readonly children: ReactNode;
}): ReactNode => {
  const audio = useRef<HTMLAudioElement>(null);
  const until = useRef(Infinity);
  const state = usePlaying(audio, until);
  const player = useMemo<Player>(() => {
    const start = (): void => {
      // A refused start (no sound device) shows as not playing.
      audio.current?.play().catch(() => undefined);
    };
    return {
      state,
      audio,
      playWords: (startMs, endMs) => {
        if (!audio.current) return;
        until.current = endMs + TAIL_MS;
        audio.current.currentTime = playFrom(startMs) / 1000;
        start();
      },
      seek: (ms) => {
        until.current = Infinity;
        if (audio.current) audio.current.currentTime = ms / 1000;
      },
      toggle: () => {
        until.current = Infinity;
        if (audio.current?.paused) start();
        else audio.current?.pause();
      },
    };
  }, [state]);
  return (
    <PlayerContext value={player}>
      <audio ref={audio} src={address} preload="metadata" />
      {children}
    </PlayerContext>
  );
};
