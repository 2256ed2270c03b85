import { code, type Log } from '../../platform/log.ts';
import type { Clinic } from './clinic.ts';

const DAY_MS = 24 * 60 * 60_000;

/** What is done with the open record when it is opened, and daily: crashed recordings are sealed, what has had its time is destroyed. */
export interface Upkeep {
  readonly begin: (clinic: Clinic) => Promise<void>;
  readonly end: () => void;
}

export const makeUpkeep = (log: Log): Upkeep => {
  let daily: NodeJS.Timeout | undefined;
  const retain = async ({ record }: Clinic): Promise<void> => {
    const done = await record.applyRetention();
    if (done.ok) log.note('retention.done', { visits: done.value });
    else log.note('retention.refused', { code: code(done.error.code) });
  };
  return {
    begin: async (clinic) => {
      const recovered = await clinic.recorder.recover();
      if (!recovered.ok) log.note('recover.refused', { code: code(recovered.error.code) });
      for (const { what } of clinic.record.findings()) log.note('record.found', { what: code(what) });
      await retain(clinic);
      clearInterval(daily);
      daily = setInterval(() => {
        retain(clinic).catch(() => {
          log.note('retention.fault');
        });
      }, DAY_MS).unref();
    },
    end: () => {
      clearInterval(daily);
    },
  };
};
