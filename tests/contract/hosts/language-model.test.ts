import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationView } from '../../../shared/contract/connections.ts';
import type { ModelTask } from '../../../shared/contract/drafters.ts';
import { succeed } from '../../../shared/contract/errors.ts';
import type { ModelShelf } from '../../../shared/hosts/app/services.ts';
import { openConnected } from '../../../shared/hosts/drafters.ts';
import { modelShelf } from '../../../shared/hosts/model-shelf.ts';
import { OWN_TEMPLATE } from '../../fixtures/own-template.ts';
import { appForFile } from '../../support/app-in-hooks.ts';
import { letPass } from '../../support/model-passes.ts';
import {
  answerWith,
  startModelServer,
  type Answering,
  type ModelServer,
} from '../../support/model-server.ts';

const MODEL = 'scripted';
const OUTSIDE = 'llm.clinic.test';

/** A made-up note: one line that was said, in words that the built-in drafter does not choose, and one that was not. */
const drafts: Answering = answerWith({
  facts: [],
  lines: [
    {
      section: 'history',
      text: 'Feet tingle a little at night, mostly on the left side.',
      facts: [],
      turns: [10],
      quotes: ['My feet tingle a little at night'],
      chart: [],
    },
    {
      section: 'plan',
      text: 'Start amoxicillin 500 mg.',
      facts: [],
      turns: [21],
      quotes: ['It might for the first week'],
      chart: [],
    },
  ],
});

let folder = '';
const servers: ModelServer[] = [];
const serve = async (...script: Parameters<typeof startModelServer>): Promise<ModelServer> => {
  const server = await startModelServer(...script);
  servers.push(server);
  return server;
};

const passes = (): string => join(folder, 'passes.json');
const hasPassed = (host: string): Promise<void> => letPass(passes(), { name: MODEL, host }, ['draft']);

/** What a model on this machine answers, as if it had been asked at a host outside: nothing can be sent there. */
let standsFor: ModelServer | undefined;
const open: ModelShelf['open'] = async (connection, allowed, task) => {
  const opened = await openConnected(connection, allowed, task, passes());
  if (!opened.ok || opened.value?.identity.host !== OUTSIDE || !standsFor) return opened;
  await hasPassed(standsFor.host);
  const here = await openConnected(
    {
      drafter: 'server',
      endpoint: { url: standsFor.url, model: MODEL, contextTokens: 16_000 },
      tasks: ['draft'],
    },
    [],
    task,
    passes(),
  );
  return here.ok && here.value ? succeed({ ...here.value, identity: opened.value.identity }) : here;
};

const choose = (url: string, more: { key?: string; certificate?: string; typedHost?: string } = {}) => ({
  drafter: 'server' as const,
  url,
  model: MODEL,
  contextTokens: 16_000,
  tasks: ['draft' as const],
  ...more,
});
const set = (url: string, more?: Parameters<typeof choose>[1]): Promise<string> =>
  work.asAdministrator(() => work.codeOf('connections.set-model', choose(url, more)));
/** What is said at the administrator's desk when an address is chosen and then tried. */
const setAndTried = (url: string, more?: Parameters<typeof choose>[1]): Promise<string[]> =>
  work.asAdministrator(async () => [
    await work.codeOf('connections.set-model', choose(url, more)),
    await work.codeOf('connections.try-model', {}),
  ]);
const tried = (): Promise<string> => work.asAdministrator(() => work.codeOf('connections.try-model', {}));
const linesOf = async (visit: string): Promise<string[]> => {
  const { note } = await work.ask('visits.open', { visit });
  return (note?.sections ?? []).flatMap(({ items }) => items.map(({ text }) => text));
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'footnote-connections-'));
});
const work = appForFile({ services: () => ({ models: { ...modelShelf(passes()), open } }) });
afterAll(async () => {
  for (const server of servers) await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a language model on this machine', () => {
  it('is not asked until an administrator has chosen one that has passed the evaluation', async () => {
    const server = await serve([drafts]);
    expect(await work.ask('connections.get', {})).toMatchObject({ model: { drafter: 'embedded' } });
    expect(await work.codeOf('connections.set-model', choose(server.url))).toBe('role-refused');
    expect(await set(server.url)).toBe('model-not-passed');
    const visit = await work.drafted();
    expect((await work.ask('visits.open', { visit })).models.some(({ host }) => host !== undefined)).toBe(
      false,
    );
    expect(server.asked).toHaveLength(0);
  });

  it('drafts in the app, checked line by line, is named on the visit, and its key is never shown', async () => {
    const server = await serve([drafts]);
    await hasPassed(server.host);
    expect(await set(server.url, { key: 'a-secret-key' })).toBe('ok');
    const shown = await work.ask('connections.get', {});
    expect(shown.model.server).toMatchObject({ host: server.host, elsewhere: false, keyKept: true });
    expect(JSON.stringify(shown)).not.toContain('a-secret-key');
    const visit = await work.drafted();
    expect(server.asked[0]?.headers.authorization).toBe('Bearer a-secret-key');
    const view = await work.ask('visits.open', { visit });
    const lines = (view.note?.sections ?? []).flatMap(({ items }) => items);
    expect(lines.filter(({ drafter }) => drafter === 'model').map(({ text }) => text)).toEqual([
      'Feet tingle a little at night, mostly on the left side.',
    ]);
    expect(lines.some(({ text }) => text.includes('amoxicillin'))).toBe(false);
    expect(view.flags.some(({ message }) => message.includes('amoxicillin'))).toBe(true);
    expect(view.models).toContainEqual(expect.objectContaining({ name: MODEL, host: server.host }));
    // Nothing left this machine, so the sheet speaks of no other place.
    expect(JSON.stringify(view.instructions)).not.toContain(server.host);
  });

  it("drafts in the clinic's own order, and loses nothing of the built-in draft by it", async () => {
    const server = await serve([drafts]);
    await hasPassed(server.host);
    await work.asAdministrator(() => work.ask('settings.change', { noteTemplate: OWN_TEMPLATE }));
    const rest = async (): Promise<readonly string[]> => {
      const { note } = await work.ask('visits.open', { visit: await work.drafted() });
      expect(note?.sections.map(({ title }) => title)).toEqual(['WHAT WE DO', 'ALL ELSE']);
      return note?.sections.find(({ id }) => id === 'rest')?.items.map(({ text }) => text) ?? [];
    };
    expect(
      await work.asAdministrator(() => work.codeOf('connections.set-model', { drafter: 'embedded' })),
    ).toBe('ok');
    const builtIn = await rest();
    expect(await set(server.url)).toBe('ok');
    const both = await rest();
    // What the model tells of the feet stands in place of what the built-in drafter told.
    expect(builtIn.filter((line) => !/feet/i.test(line)).filter((line) => !both.includes(line))).toEqual([]);
    expect(builtIn.length).toBeGreaterThan(3);
    await work.asAdministrator(() => work.ask('settings.change', { noteTemplate: 'general' }));
  });

  it('costs no draft when it is gone', async () => {
    const server = await serve([drafts]);
    await hasPassed(server.host);
    expect(await set(server.url)).toBe('ok');
    await server.close();
    const visit = await work.drafted();
    expect((await linesOf(visit)).some((line) => /metformin/i.test(line))).toBe(true);
    const { flags } = await work.ask('visits.open', { visit });
    expect(flags.some(({ message }) => message.includes('gave no draft'))).toBe(true);
    expect(await tried()).toBe('model-unreachable');
  });
});

/** Hears and drafts a visit once more, with who drafts now. */
const draftedAgain = async (visit: string): Promise<void> => {
  const ended = new Promise<void>((resolve) => {
    const stop = work.app.subscribe((event) => {
      if (event.what !== 'visit' || event.visit !== visit || event.progress || event.state !== 'draft')
        return;
      stop();
      resolve();
    });
  });
  await work.ask('visits.draft', { visit });
  await ended;
};

describe('a language model on another machine', () => {
  it('is asked only over https and once its host was typed back; taking the host off the list ends that', async () => {
    standsFor = await serve([drafts]);
    await hasPassed(OUTSIDE);
    const url = `https://${OUTSIDE}/v1`;
    const refused = await work.asAdministrator(async () => [
      await work.codeOf('connections.set-model', choose(`http://${OUTSIDE}/v1`, { typedHost: OUTSIDE })),
      await work.codeOf('connections.set-model', choose(`https://a:b@${OUTSIDE}/v1`, { typedHost: OUTSIDE })),
      await work.codeOf('connections.set-model', choose(url)),
      await work.codeOf('connections.set-model', choose(url, { typedHost: 'llm.clinic' })),
    ]);
    expect(refused).toEqual([
      'address-insecure',
      'address-insecure',
      'host-not-confirmed',
      'host-not-confirmed',
    ]);
    expect((await work.ask('settings.get', {})).egress).toEqual([]);
    expect(await set(url, { typedHost: OUTSIDE })).toBe('ok');
    expect((await work.ask('settings.get', {})).egress).toEqual([OUTSIDE]);
    const shown = await work.ask('connections.get', {});
    expect(shown.model.server).toMatchObject({ elsewhere: true, confirmed: { by: 'Ada Whitlock' } });

    const visit = await work.drafted();
    const view = await work.ask('visits.open', { visit });
    expect(view.models).toContainEqual(expect.objectContaining({ host: OUTSIDE }));
    for (const sheet of view.instructions) {
      const about = sheet.sections.find(({ id }) => id === 'about')?.lines.map(({ text }) => text) ?? [];
      expect(about.some((line) => line.includes(OUTSIDE))).toBe(true);
    }

    const asked = standsFor.asked.length;
    await work.asAdministrator(async () => {
      await work.ask('settings.egress', { hosts: [] });
      await work.ask('settings.egress', { hosts: [OUTSIDE] });
    });
    const later = await work.drafted();
    const { flags, models, instructions } = await work.ask('visits.open', { visit: later });
    expect(flags.some(({ message }) => message.includes('The language model was not asked'))).toBe(true);
    expect(models.some(({ host }) => host !== undefined)).toBe(false);
    expect(JSON.stringify(instructions)).not.toContain(OUTSIDE);
    expect(standsFor.asked).toHaveLength(asked);
    await work.asAdministrator(() => work.ask('connections.set-model', { drafter: 'embedded' }));

    // What was said there stays said: the visit and its sheets name the host however often it is drafted again here.
    for (let times = 0; times < 2; times += 1) {
      await draftedAgain(visit);
      const again = await work.ask('visits.open', { visit });
      expect(again.models.filter(({ host }) => host === OUTSIDE)).toHaveLength(1);
      expect(again.models.find(({ host }) => host === OUTSIDE)?.use).toMatch(/^asked for an earlier draft/);
      for (const sheet of again.instructions) expect(JSON.stringify(sheet)).toContain(OUTSIDE);
    }
    expect(standsFor.asked).toHaveLength(asked);
  });
});

describe('an address that is no language model', () => {
  const page: Answering = (response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<p>Welcome to the router</p>');
  };
  const elsewhere: Answering = (response) => {
    response.writeHead(307, { location: 'https://evil.test/v1/chat/completions' });
    response.end();
  };
  it.each([
    ['a page', page, 'model-not-one'],
    ['a way to another host', elsewhere, 'model-host-refused'],
    ['no answer of use', answerWith('I would rather not.'), 'model-invalid'],
    ['an answer', answerWith({ ready: true }), 'ok'],
  ])('%s is told apart by a question with nothing of a visit in it', async (_what, script, code) => {
    const server = await serve([script]);
    await hasPassed(server.host);
    expect(await setAndTried(server.url)).toEqual(['ok', code]);
    const said = JSON.stringify(server.asked.map(({ body }) => body.messages));
    expect(said).not.toMatch(/Delgado|metformin/i);
  });

  it('a certificate that nobody vouches for is refused, and accepted once it was given', async () => {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync(
      'openssl',
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout ${key} -out ${cert}`.split(
        ' ',
      ),
      { stdio: 'ignore' },
    );
    const certificate = readFileSync(cert, 'utf8');
    const server = await serve([answerWith({ ready: true })], {
      key: readFileSync(key, 'utf8'),
      cert: certificate,
    });
    await hasPassed(server.host);
    expect(await setAndTried(server.url)).toEqual(['ok', 'model-certificate']);
    expect(await setAndTried(server.url, { certificate: 'not a certificate' })).toEqual([
      'file-unreadable',
      'model-certificate',
    ]);
    expect(await setAndTried(server.url, { certificate })).toEqual(['ok', 'ok']);
  });
});

describe('the evaluation of a language model, from the app', () => {
  /** Gives every line back with a friendly word before it: fit for a message, and for no wish of a clinician. */
  const friendly: Answering = (response, asked, count) => {
    const question = asked.body.messages.find(({ role }) => role === 'user')?.content ?? '{}';
    const { lines = [] } = JSON.parse(question) as { lines?: { id: string; text: string }[] };
    const said = lines.map(({ id, text }) => ({ text: `Please note: ${text}`, from: [id] }));
    answerWith({ lines: said })(response, asked, count);
  };
  const evaluated = async (url: string, tasks: readonly ModelTask[]): Promise<EvaluationView> =>
    work.asAdministrator(async () => {
      const ended = new Promise<EvaluationView>((resolve) => {
        const stop = work.app.subscribe(({ what }) => {
          if (what !== 'evaluation') return;
          void work.ask('connections.get', {}).then(({ evaluation }) => {
            if (!evaluation || evaluation.running) return;
            stop();
            resolve(evaluation);
          });
        });
      });
      await work.ask('connections.evaluate-model', { ...choose(url), tasks: [...tasks] });
      return ended;
    });

  it('opens the tasks that were passed and no others, and puts nothing of a patient to it', async () => {
    const server = await serve([friendly]);
    const chosen = (tasks: ModelTask[]) =>
      work.asAdministrator(() => work.codeOf('connections.set-model', { ...choose(server.url), tasks }));
    expect(await chosen(['message'])).toBe('model-not-passed');
    const { results, reason } = await evaluated(server.url, ['message', 'rewrite']);
    expect(reason).toBeUndefined();
    expect(results.map(({ task, passed }) => [task, passed])).toEqual([
      ['message', true],
      ['rewrite', false],
    ]);
    expect(JSON.stringify(server.asked.map(({ body }) => body.messages))).not.toMatch(/Delgado/);
    expect(await chosen(['message', 'rewrite'])).toBe('model-not-passed');
    expect(await chosen(['message'])).toBe('ok');
    const { model } = await work.ask('connections.get', {});
    expect(model.tasks).toEqual(['message']);
    // It may not draft, so no draft asks it.
    const asked = server.asked.length;
    const visit = await work.drafted();
    expect(server.asked).toHaveLength(asked);
    expect((await work.ask('visits.open', { visit })).flags.some(({ id }) => id === 'model')).toBe(false);
    await work.asAdministrator(() => work.ask('connections.set-model', { drafter: 'embedded' }));
  });

  it('does not pass a model that gives the lines back as they came: nothing is wrong with them, and nothing is done', async () => {
    const server = await serve([
      (response, asked, count) => {
        const question = asked.body.messages.find(({ role }) => role === 'user')?.content ?? '{}';
        const { lines = [] } = JSON.parse(question) as { lines?: { id: string; text: string }[] };
        answerWith({ lines: lines.map(({ id, text }) => ({ text, from: [id] })) })(response, asked, count);
      },
    ]);
    const { results } = await evaluated(server.url, ['letter']);
    expect(results.map(({ passed, figures }) => [passed, figures.errors])).toEqual([[false, 0]]);
  });

  it('ends where nothing answers, and when it is stopped; neither counts', async () => {
    const gone = await serve([friendly]);
    await gone.close();
    expect(await evaluated(gone.url, ['message'])).toMatchObject({
      reason: 'model-unreachable',
      results: [],
    });
    const slow = await serve([() => undefined]);
    const stopped = await work.asAdministrator(async () => {
      await work.ask('connections.evaluate-model', { ...choose(slow.url), tasks: ['message'] });
      expect(await work.codeOf('connections.evaluate-model', choose(slow.url))).toBe('visit-busy');
      await work.ask('connections.stop-evaluation', {});
      return (await work.ask('connections.get', {})).evaluation;
    });
    expect(stopped).toMatchObject({ results: [] });
    expect(stopped?.running).toBeUndefined();
  });

  it('is an administrator’s', async () => {
    const server = await serve([friendly]);
    expect(await work.codeOf('connections.evaluate-model', choose(server.url))).toBe('role-refused');
    expect(server.asked).toHaveLength(0);
  });
});
