import type { Transport } from './client.ts';

const post = async (path: string, type: string, body: BodyInit): Promise<unknown> => {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
    credentials: 'same-origin',
    redirect: 'error',
  });
  return (await response.json()) as unknown;
};

/** Over the host that served this page; addresses are relative to its hidden path. */
export const fetchTransport = (): Transport => ({
  call: (name, input) => post(`op/${name}`, 'application/json', JSON.stringify(input)),
  upload: (kind, file) => post(`upload/${kind}`, 'application/octet-stream', file),
  chunk: (path, pcm) => post(path, 'application/octet-stream', pcm),
  listen: (listener) => {
    const source = new EventSource('events');
    source.onmessage = ({ data }: MessageEvent<string>) => {
      listener(JSON.parse(data));
    };
    source.onopen = () => {
      listener(undefined);
    };
    return () => {
      source.close();
    };
  },
  audioAddress: (visit) => `audio/${visit}`,
  showPage: (ticket) => {
    window.open(`print/${ticket}`, '_blank', 'noopener');
  },
});
