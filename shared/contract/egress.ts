import { z } from 'zod';

/** A host that may be reached: a name or address, with a port where it is not the scheme's own. No wildcards. */
export const AllowedHost = z
  .string()
  .max(260)
  .regex(/^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/);

/** An administrator's written word that what is said in visits may go to a host outside this machine. */
export const HostConfirmation = z.object({
  host: z.string(),
  wording: z.string().min(1).max(2000),
  by: z.string(),
  at: z.iso.datetime(),
});
export type HostConfirmation = z.infer<typeof HostConfirmation>;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Whether an address is a server on this machine, asked without a name or password in it. Parsed, never searched. */
export const isOnThisMachine = (address: string): boolean => {
  if (!URL.canParse(address)) return false;
  const { hostname, username, password } = new URL(address);
  return LOOPBACK.test(hostname) && username === '' && password === '';
};

/** How often each allowed host was reached, and how often something else was refused, since the program started. */
export const EgressCounts = z.object({ reached: z.record(z.string(), z.number()), refused: z.number() });
export type EgressCounts = z.infer<typeof EgressCounts>;
