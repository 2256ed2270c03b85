import { useMutation } from '@tanstack/react-query';
import type { AppInput } from '../../shared/contract/app.ts';
import { useClient, valueOf } from '../api/queries.ts';

type PageOperation = 'release.print' | 'release.draft-page';

/** Opens a page that the host renders, in a window of its own, to be read and printed. */
export const useOpenPage = () => {
  const client = useClient();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: async (ask: { readonly name: PageOperation; readonly input: AppInput<PageOperation> }) => {
      const { page } =
        ask.name === 'release.print'
          ? valueOf(await client.call('release.print', ask.input as AppInput<'release.print'>))
          : valueOf(await client.call('release.draft-page', ask.input));
      client.showPage(page);
    },
  });
  return {
    open: <Name extends PageOperation>(name: Name, input: AppInput<Name>): void => {
      mutate({ name, input });
    },
    isPending,
    error,
    reset,
  };
};
