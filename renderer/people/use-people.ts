import { useQuery } from '@tanstack/react-query';
import { useClient, valueOf } from '../api/queries.ts';

/** Names of staff, to choose from. */
export const usePeople = () => {
  const client = useClient();
  return useQuery({
    queryKey: ['people'],
    queryFn: async () => valueOf(await client.call('people.list', {})).people,
  });
};
