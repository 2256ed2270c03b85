import { z } from 'zod';
import { operation } from './operation.ts';
import { OpaqueId } from './vault.ts';

/** A host that may be reached: a name or address, with a port where it is not the scheme's own. No wildcards. */
export const AllowedHost = z
  .string()
  .max(260)
  .regex(/^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/);

export const changeEgress = operation({
  name: 'egress.change',
  input: z.object({ session: OpaqueId, hosts: z.array(AllowedHost).max(50) }),
  output: z.object({ hosts: z.array(AllowedHost) }),
  errors: ['role-refused', 'session-locked', 'session-ended', 'disk-full'],
});

/** How often each allowed host was reached, and how often something else was refused, since the program started. */
export const EgressCounts = z.object({ reached: z.record(z.string(), z.number()), refused: z.number() });
export type EgressCounts = z.infer<typeof EgressCounts>;
