import type {
  ConnectionView,
  ModelConnectionView,
  RecordConnectionView,
} from '../../contract/connections.ts';
import { isOnThisMachine, type HostConfirmation } from '../../contract/egress.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { publicKeySet } from '../../deliver/fhir/smart-sign-in.ts';
import { nameOf, type Clinic } from './clinic.ts';
import { modelConnection, recordConnection } from './connection-settings.ts';

/** An address that a connection is to be made to, and the host's name as the administrator typed it. */
export interface Asked {
  readonly url: string;
  readonly key?: string | undefined;
  readonly typedHost?: string | undefined;
}

export interface Kept {
  readonly url: string;
  readonly key?: string | undefined;
}

/** The key that holds from now on: the one given, else the one before where it was for the same server. */
export const keyAfter = (asked: Asked, before: Kept | undefined): string | undefined =>
  asked.key ?? (before && new URL(before.url).origin === new URL(asked.url).origin ? before.key : undefined);

/**
 * The administrator's confirmation of a host outside this machine, in her own typing; undefined where none is needed.
 * Refuses what is not encrypted on its way, and a name that is not typed as it stands in the address.
 */
export const confirmHost = (
  { url, typedHost }: Asked,
  by: string,
  at: Date,
): Result<HostConfirmation | undefined> => {
  if (isOnThisMachine(url)) return succeed(undefined);
  const { host, protocol, username, password } = new URL(url);
  if (protocol !== 'https:' || username !== '' || password !== '') return refuse('address-insecure');
  if (typedHost?.trim().toLowerCase() !== host) return refuse('host-not-confirmed');
  const wording = `What is said in visits may be sent to ${host}.`;
  return succeed({ host, wording, by, at: at.toISOString() });
};

/** A connection as a window is told of it. */
export const connectionView = (
  clinic: Clinic,
  kept: Kept & { readonly certificate?: string | undefined },
  confirmation: HostConfirmation | undefined,
): ConnectionView => ({
  url: kept.url,
  host: new URL(kept.url).host,
  elsewhere: !isOnThisMachine(kept.url),
  keyKept: kept.key !== undefined,
  certificateKept: kept.certificate !== undefined,
  ...(confirmation && { confirmed: { by: nameOf(clinic, confirmation.by), at: confirmation.at } }),
});

export const modelView = (clinic: Clinic): ModelConnectionView => {
  const connection = modelConnection(clinic.record);
  switch (connection.drafter) {
    case 'embedded':
      return { drafter: 'embedded', tasks: [] };
    case 'local-model':
      return { drafter: 'local-model', file: connection.weights.file, tasks: connection.tasks };
    case 'server': {
      const { endpoint, confirmation } = connection;
      const server = { ...connectionView(clinic, endpoint, confirmation), model: endpoint.model };
      return { drafter: 'server', server, tasks: connection.tasks };
    }
  }
};

export const recordView = (
  clinic: Clinic,
  launch: RecordConnectionView['launch'],
): RecordConnectionView | undefined => {
  const connection = recordConnection(clinic.record);
  if (!connection) return undefined;
  const { endpoint, confirmation, smart } = connection;
  return {
    ...connectionView(clinic, endpoint, confirmation),
    ...(smart && { smart: { client: smart.client, publicKeys: publicKeySet(smart.privateKey) } }),
    ...(launch && { launch }),
  };
};
