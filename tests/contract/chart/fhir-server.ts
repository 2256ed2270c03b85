import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;

export interface ServerLog {
  readonly path: string;
  readonly token: string | undefined;
}

export interface FhirServer {
  readonly base: string;
  readonly host: string;
  readonly log: ServerLog[];
  readonly close: () => Promise<void>;
}

export interface ServerPlan {
  readonly resources: readonly Json[];
  /** Resources a page. */
  readonly page?: number;
  readonly token?: string;
  /** Answers instead of the server for a path, first come first served; undefined lets the server answer. */
  readonly before?: (path: string, response: ServerResponse) => boolean;
}

const send = (response: ServerResponse, status: number, body: Json): void => {
  response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(body));
};

const refers = (resource: Json, patient: string): boolean =>
  [resource['subject'], resource['patient']].some(
    (each) => (each as { reference?: string } | undefined)?.reference === `Patient/${patient}`,
  );

/** A small FHIR server over real HTTP on this machine: read, search by patient, pages with a next link, a token. */
export const startFhirServer = async (plan: ServerPlan): Promise<FhirServer> => {
  const log: ServerLog[] = [];
  let base = '';
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', base);
    const path = url.pathname.replace(/^\/fhir\//, '');
    log.push({ path: `${path}${url.search}`, token: request.headers.authorization });
    if (plan.before?.(path, response)) return;
    if (plan.token && request.headers.authorization !== `Bearer ${plan.token}`) {
      send(response, 401, { resourceType: 'OperationOutcome' });
      return;
    }
    const [type = '', id] = path.split('/');
    if (id) {
      const found = plan.resources.find((each) => each['resourceType'] === type && each['id'] === id);
      send(response, found ? 200 : 404, found ?? { resourceType: 'OperationOutcome' });
      return;
    }
    const patient = (url.searchParams.get('patient') ?? '').replace(/^Patient\//, '');
    const matching = plan.resources.filter((each) => each['resourceType'] === type && refers(each, patient));
    const from = Number(url.searchParams.get('from') ?? 0);
    const size = plan.page ?? 100;
    const next =
      from + size < matching.length ? `${base}${type}?patient=${patient}&from=${from + size}` : undefined;
    send(response, 200, {
      resourceType: 'Bundle',
      type: 'searchset',
      total: matching.length,
      ...(next ? { link: [{ relation: 'next', url: next }] } : {}),
      entry: matching.slice(from, from + size).map((resource) => ({ resource })),
    });
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  base = `http://${host}/fhir/`;
  return {
    base,
    host,
    log,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
};
