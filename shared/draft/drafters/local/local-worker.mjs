// A language model in a process of its own: what it takes of memory goes with it. Speaks numbered messages over the
// channel of `fork`; nothing is printed. Started with the add-on's entry file and the weights.
import process from 'node:process';

const [, , addon, weights, threads, contextTokens] = process.argv;
const say = (message) => {
  if (process.connected) process.send?.(message);
};

let session;
let llama;
const running = new Map();

const load = async () => {
  const { getLlama, LlamaChatSession } = await import(addon);
  llama = await getLlama({ gpu: false, build: 'never', logLevel: 'disabled', maxThreads: Number(threads) });
  const model = await llama.loadModel({ modelPath: weights });
  const context = await model.createContext({ contextSize: Number(contextTokens), threads: Number(threads) });
  const sequence = context.getSequence();
  session = { LlamaChatSession, model, sequence };
};

const generate = async ({ id, system, messages, schema, maxTokens }) => {
  const abort = new globalThis.AbortController();
  running.set(id, abort);
  const { LlamaChatSession, sequence } = session;
  const chat = new LlamaChatSession({ contextSequence: sequence, systemPrompt: system });
  try {
    const grammar = schema ? await llama.createGrammarForJsonSchema(schema) : undefined;
    const before = sequence.tokenMeter.getState();
    const { responseText, stopReason } = await chat.promptWithMeta(messages.join('\n\n'), {
      maxTokens,
      temperature: 0,
      signal: abort.signal,
      grammar,
      onTextChunk: (text) => {
        say({ id, as: 'grown', characters: text.length });
      },
    });
    const used = sequence.tokenMeter.diff(before);
    say({
      id,
      as: 'answer',
      text: responseText,
      whole: stopReason !== 'maxTokens',
      tokensIn: used.usedInputTokens,
      tokensOut: used.usedOutputTokens,
    });
  } catch {
    // What went wrong may quote the question.
    say({ id, as: abort.signal.aborted ? 'cancelled' : 'failed' });
  } finally {
    running.delete(id);
    chat.dispose({ disposeSequence: false });
    await sequence.clearHistory();
  }
};

let last = Promise.resolve();
process.on('message', (message) => {
  if (message.as === 'cancel') running.get(message.id)?.abort();
  else last = last.then(() => generate(message));
});
process.on('disconnect', () => process.exit(0));

try {
  await load();
  say({ as: 'ready' });
} catch {
  say({ as: 'unusable' });
  process.exit(1);
}
