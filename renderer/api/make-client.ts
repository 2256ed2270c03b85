import {
  AppEvent,
  appOperations,
  parseReply,
  type AppOperationName,
  type AppOutput,
} from '../../shared/contract/app.ts';
import { refuse, type Result } from '../../shared/contract/errors.ts';
import { ChunkKept } from '../../shared/contract/record.ts';
import { Uploaded } from '../../shared/contract/visits.ts';
import type { z } from 'zod';
import { bridgeTransport, findBridge } from './bridge-transport.ts';
import type { Client, Transport } from './client.ts';
import { fetchTransport } from './fetch-transport.ts';

const ask = async <Output extends z.ZodType>(
  output: Output,
  send: () => Promise<unknown>,
): Promise<Result<z.output<Output>>> => {
  let raw: unknown;
  try {
    raw = await send();
  } catch {
    return refuse('host-gone');
  }
  return parseReply(output, raw) ?? refuse('fault');
};

/** A client over a transport: parses what comes back, and turns a host that is gone into an error like any other. */
export const clientOver = (transport: Transport): Client => ({
  // The schema that parsed the answer is the one of the same name.
  call: async <Name extends AppOperationName>(name: Name, input: unknown) =>
    (await ask(appOperations[name].output, () => transport.call(name, input))) as Result<AppOutput<Name>>,
  upload: (kind, file) => ask(Uploaded, () => transport.upload(kind, file)),
  chunk: (visit, recording, seq, pcm) =>
    ask(ChunkKept, () => transport.chunk(`chunk/${visit}/${recording}/${String(seq)}`, pcm)),
  listen: (listener) =>
    transport.listen((raw) => {
      const event = AppEvent.safeParse(raw);
      listener(event.success ? event.data : undefined);
    }),
  audioAddress: transport.audioAddress,
  showPage: transport.showPage,
});

/** The client of this window: the shell's bridge where there is one, else the host that served the page. */
export const makeClient = (): Client => {
  const bridge = findBridge();
  return clientOver(bridge ? bridgeTransport(bridge) : fetchTransport());
};
