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

// As `isLost` in read-answer.ts, which cannot be loaded here: blanks in a row beyond any indentation.
const MOST_BLANKS = 200;

// What a chat template puts around the words of a question.
const TEMPLATE_TOKENS = 64;

/** The add-on shortens a question that does not fit, without a word; so it is measured before. */
const fits = (texts, maxTokens) => {
  const asked = texts.reduce((sum, text) => sum + session.model.tokenize(text).length, TEMPLATE_TOKENS);
  return asked + maxTokens <= Number(contextTokens);
};

const generate = async ({ id, system, messages, schema, maxTokens }) => {
  const abort = new globalThis.AbortController();
  const lost = new globalThis.AbortController();
  running.set(id, abort);
  const { LlamaChatSession, sequence } = session;
  const chat = new LlamaChatSession({ contextSequence: sequence, systemPrompt: system });
  try {
    if (!fits([system, ...messages], maxTokens)) {
      say({ id, as: 'too-long' });
      return;
    }
    const grammar = schema ? await llama.createGrammarForJsonSchema(schema) : undefined;
    const before = sequence.tokenMeter.getState();
    let characters = 0;
    let blanks = 0;
    const { responseText, stopReason } = await chat.promptWithMeta(messages.join('\n\n'), {
      maxTokens,
      temperature: 0,
      signal: globalThis.AbortSignal.any([abort.signal, lost.signal]),
      stopOnAbortSignal: true,
      grammar,
      onTextChunk: (text) => {
        characters += text.length;
        say({ id, as: 'grown', characters });
        blanks = text.trim() === '' ? blanks + text.length : 0;
        if (blanks >= MOST_BLANKS) lost.abort();
      },
    });
    if (abort.signal.aborted) {
      say({ id, as: 'cancelled' });
      return;
    }
    const used = sequence.tokenMeter.diff(before);
    say({
      id,
      as: 'answer',
      text: responseText,
      whole: stopReason !== 'maxTokens' && stopReason !== 'abort',
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
