import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What a question to a model server holds. */
export interface Asked {
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly max_tokens: number;
    readonly response_format?: { readonly type: string };
  };
  readonly headers: IncomingMessage['headers'];
}

/** The turns of the part that a question is about. */
export const turnsIn = (asked: Asked): readonly { n: number; who: string; text: string }[] => {
  const question = asked.body.messages.find(({ role }) => role === 'user')?.content ?? '{}';
  return (JSON.parse(question) as { turns: { n: number; who: string; text: string }[] }).turns;
};

export type Answering = (response: ServerResponse, asked: Asked, count: number) => void;

/** Words of a streamed answer, as they go over the line. */
export const chunk = (content: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({
    id: 'x',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: { content }, finish_reason: finish }],
  })}\n\n`;

/** Begins a streamed answer with some words, and does not end it. */
export const begin = (response: ServerResponse, text: string): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(chunk(text));
};

/** Streams an answer in pieces and ends it as a model server does. */
export const answerWith =
  (value: unknown, finish = 'stop'): Answering =>
  (response) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let at = 0; at < text.length; at += 400) response.write(chunk(text.slice(at, at + 400)));
    response.write(chunk('', finish));
    const usage = { prompt_tokens: 100, completion_tokens: 50, total_tokens: 150 };
    response.write(
      `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices: [], usage })}\n\n`,
    );
    response.end('data: [DONE]\n\n');
  };

export const failWith =
  (status: number, headers: Record<string, string> = {}): Answering =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { message: 'scripted', type: 'scripted' } }));
  };

export interface ModelServer {
  readonly url: string;
  readonly host: string;
  readonly asked: Asked[];
  readonly close: () => Promise<void>;
}

/** A server that gives the scripted answers in turn, the last one for ever after. */
export const startModelServer = async (
  script: readonly Answering[],
  tls?: { readonly key: string; readonly cert: string },
): Promise<ModelServer> => {
  const asked: Asked[] = [];
  const listen = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (part: Buffer) => chunks.push(part));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const one: Asked = { body: JSON.parse(text || '{}') as Asked['body'], headers: request.headers };
      asked.push(one);
      script[Math.min(asked.length, script.length) - 1]?.(response, one, asked.length);
    });
  };
  const server = tls ? createSecureServer(tls, listen) : createServer(listen);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url: `${tls ? 'https' : 'http'}://${host}/v1`,
    host,
    asked,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
};
