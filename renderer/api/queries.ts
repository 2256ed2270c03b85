import { useMutation, useQuery, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { createContext, useContext, useEffect } from 'react';
import type { AppInput, AppOperationName, AppOutput } from '../../shared/contract/app.ts';
import type { FootnoteError, Result } from '../../shared/contract/errors.ts';
import type { VisitView } from '../../shared/contract/visits.ts';
import type { Client } from './client.ts';

const ClientContext = createContext<Client | undefined>(undefined);
export const ClientProvider = ClientContext.Provider;

export const useClient = (): Client => {
  const client = useContext(ClientContext);
  if (!client) throw new Error('no client above this screen');
  return client;
};

/** An expected error on its way through a query library that knows thrown errors only. */
export class Refusal extends Error {
  readonly refusal: FootnoteError;
  constructor(refusal: FootnoteError) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

export const valueOf = <T>(result: Result<T>): T => {
  if (result.ok) return result.value;
  throw new Refusal(result.error);
};

/**
 * While something is at work the host is also asked, in ms: an event can be lost in a break, or arrive while the first
 * answer is on its way, and no bar may stand for ever.
 */
const ASK_AGAIN_MS = 2_000;

const liveKey = (visit: string) => ['live', visit] as const;
const listKey = ['visits'] as const;
const visitKey = (visit: string) => ['visit', visit] as const;

export const useAppState = () => {
  const client = useClient();
  return useQuery({
    queryKey: ['state'],
    queryFn: async () => valueOf(await client.call('app.state', {})),
    staleTime: Infinity,
  });
};

export const useVisits = () => {
  const client = useClient();
  return useQuery({
    queryKey: listKey,
    queryFn: async () => valueOf(await client.call('visits.list', {})).visits,
    refetchInterval: ({ state }) => (state.data?.some((visit) => visit.progress) ? ASK_AGAIN_MS : false),
  });
};

export const useVisit = (visit: string) => {
  const client = useClient();
  return useQuery({
    queryKey: visitKey(visit),
    queryFn: async () => valueOf(await client.call('visits.open', { visit })),
    refetchInterval: ({ state }) => (state.data?.summary.progress ? ASK_AGAIN_MS : false),
  });
};

/** What was said: asked for once for each transcript, apart from the view, which is asked for after every edit. */
export const useTranscript = (visit: string, entry: number | undefined) => {
  const client = useClient();
  return useQuery({
    queryKey: ['transcript', visit, entry],
    queryFn: async () => valueOf(await client.call('visits.transcript', { visit })).transcript,
    enabled: entry !== undefined,
    staleTime: Infinity,
    structuralSharing: false,
  });
};

/** A picture of the sound, made once for as long as the sound is the same. */
export const useWaveform = (visit: string, soundMs: number) => {
  const client = useClient();
  return useQuery({
    queryKey: ['waveform', visit, soundMs],
    queryFn: async () => valueOf(await client.call('visits.waveform', { visit })).peaks,
    enabled: soundMs > 0,
    staleTime: Infinity,
  });
};

/** What is heard of a running recording: only what is new is asked for, and what the host has given up goes. */
export const useLiveWords = (visit: string) => {
  const client = useClient();
  const queries = useQueryClient();
  return useQuery({
    queryKey: liveKey(visit),
    queryFn: async () => {
      const known = queries.getQueryData<AppOutput<'record.live'>>(liveKey(visit));
      const from = known?.next ?? 0;
      const heard = valueOf(await client.call('record.live', { visit, from }));
      const before = heard.next < from ? [] : (known?.settled ?? []);
      return { ...heard, settled: [...before, ...heard.settled] };
    },
    refetchInterval: ASK_AGAIN_MS,
  });
};

/** An operation that changes something; what it changed is asked for again. */
export const useChange = <Name extends AppOperationName>(
  name: Name,
): UseMutationResult<AppOutput<Name>, Error, AppInput<Name>> => {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (input: AppInput<Name>) => valueOf(await client.call(name, input)),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: listKey });
      await queries.invalidateQueries({ queryKey: ['visit'] });
    },
  });
};

/** Keeps what is on the screen in step with the host: progress is put in place, a new state is fetched. */
export const useHostEvents = (): void => {
  const client = useClient();
  const queries = useQueryClient();
  useEffect(
    () =>
      client.listen((event) => {
        if (event === undefined || event.what === 'desk') {
          // Whoever sits here now may see something else, or nothing.
          void queries.invalidateQueries();
          return;
        }
        if (event.what === 'models') {
          void queries.invalidateQueries({ queryKey: ['models'] });
          void queries.invalidateQueries({ queryKey: ['state'] });
          return;
        }
        if (event.what === 'evaluation' || event.what === 'connections') {
          void queries.invalidateQueries({ queryKey: ['connections.get'] });
          return;
        }
        const key = visitKey(event.visit);
        if (event.what === 'live') {
          void queries.invalidateQueries({ queryKey: liveKey(event.visit) });
          return;
        }
        const known = queries.getQueryData<VisitView>(key);
        if (event.what === 'visit' && event.progress && known?.summary.state === event.state) {
          queries.setQueryData<VisitView>(key, {
            ...known,
            summary: { ...known.summary, progress: event.progress },
          });
          return;
        }
        if (event.what === 'recording') void queries.invalidateQueries({ queryKey: ['state'] });
        void queries.invalidateQueries({ queryKey: listKey });
        void queries.invalidateQueries({ queryKey: key });
      }),
    [client, queries],
  );
};

/** An operation's answer, kept under its name and input. */
export const useAsk = <Name extends AppOperationName>(name: Name, input: AppInput<Name>) => {
  const client = useClient();
  return useQuery({
    queryKey: [name, input],
    queryFn: async () => valueOf(await client.call(name, input)),
  });
};

/** An operation that changes nothing that is kept here; what it changes, its caller asks for again. */
export const useAction = <Name extends AppOperationName>(
  name: Name,
): UseMutationResult<AppOutput<Name>, Error, AppInput<Name>> => {
  const client = useClient();
  return useMutation({
    mutationFn: async (input: AppInput<Name>) => valueOf(await client.call(name, input)),
  });
};
