import type { PowerMonitor } from 'electron';
import type { AppHost } from '../../shared/hosts/app/app-host.ts';

/**
 * What the machine itself does while it records: sleep takes sound away and is marked when it begins (it may never
 * wake), with its length when it ends; a locked screen locks the desk and stops no recording.
 */
export const watchPower = (
  monitor: Pick<PowerMonitor, 'on'>,
  host: Pick<AppHost, 'sleeps' | 'wakes' | 'call'>,
): void => {
  monitor.on('suspend', () => {
    void host.sleeps();
  });
  monitor.on('resume', () => {
    void host.wakes();
  });
  monitor.on('lock-screen', () => {
    void host.call('people.lock', {});
  });
};
