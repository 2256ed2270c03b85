import type { PowerMonitor } from 'electron';
import type { AppHost } from '../../shared/hosts/app/app-host.ts';

/**
 * What the machine itself does while it records: sleep takes sound away and is marked when it begins (it may never
 * wake) and with its length when it ends; a locked screen locks the desk and stops no recording.
 */
export const watchPower = (
  monitor: Pick<PowerMonitor, 'on'>,
  host: Pick<AppHost, 'mark' | 'call'>,
  now: () => number = () => Date.now(),
): void => {
  let since: number | undefined;
  monitor.on('suspend', () => {
    since = now();
    void host.mark('sleep');
  });
  monitor.on('resume', () => {
    if (since !== undefined) void host.mark('sleep', Math.max(0, now() - since));
    since = undefined;
  });
  monitor.on('lock-screen', () => {
    void host.call('people.lock', {});
  });
};
