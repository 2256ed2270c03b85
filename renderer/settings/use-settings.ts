import { useAsk } from '../api/queries.ts';

/** What the clinic has decided. */
export const useSettings = () => useAsk('settings.get', {});
