import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Client } from '../api/client.ts';
import { useClient, valueOf } from '../api/queries.ts';
import { goTo } from '../app/route.ts';

export type Beginning = { readonly sample: true } | { readonly audio?: File; readonly chart?: File };

const begin = async (client: Client, from: Beginning): Promise<string> => {
  if ('sample' in from) {
    const { visit } = valueOf(await client.call('visits.create', { sample: true }));
    valueOf(await client.call('visits.draft', { visit }));
    return visit;
  }
  const chart = from.chart && valueOf(await client.upload('chart', from.chart)).upload;
  const audio = from.audio && valueOf(await client.upload('audio', from.audio)).upload;
  const { visit } = valueOf(await client.call('visits.create', { audio, chart }));
  if (audio) valueOf(await client.call('visits.draft', { visit }));
  return visit;
};

/** Makes a visit, starts drafting where there is a recording, and opens it. */
export const useBeginVisit = () => {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (from: Beginning) => begin(client, from),
    onSuccess: (visit) => {
      goTo({ screen: 'visit', visit, part: 'note' });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['visits'] }),
  });
};
