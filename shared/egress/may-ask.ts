import { isOnThisMachine, type HostConfirmation } from '../contract/egress.ts';

/**
 * Whether what was said or charted may be shown to whatever answers at this address: a server on this machine, or a
 * host that is both on the list of allowed hosts and confirmed in writing. Outside this machine nothing travels
 * unencrypted. The one rule for language models, speech servers and record servers.
 */
export const mayAsk = (
  address: string,
  allowed: readonly string[],
  confirmed: readonly HostConfirmation[],
): boolean => {
  if (isOnThisMachine(address)) return true;
  if (!URL.canParse(address)) return false;
  const { host, protocol, username, password } = new URL(address);
  return (
    protocol === 'https:' &&
    username === '' &&
    password === '' &&
    allowed.includes(host) &&
    confirmed.some((one) => one.host === host)
  );
};
