// `node --import tsx tests/evals/bench-screens.ts`: ratios of the screens, taken in one run in real Chromium.
// Opening a visit of two hours (3,000 turns, 400 lines) over one of ten minutes (250 turns, 33 lines); a key press to
// the paint after it in that note over a bare contenteditable of the same lines on the same page.
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { succeed } from '../../shared/contract/errors.ts';
import type { Note } from '../../shared/contract/note.ts';
import type { Transcript } from '../../shared/contract/transcript.ts';
import type { AppServices } from '../../shared/hosts/app/services.ts';
import { openPage, reviewServices } from '../fixtures/app-page.ts';
import { openChromium } from '../fixtures/chromium.ts';
import { startApp } from '../fixtures/real-app.ts';
import { median } from '../../shared/platform/median.ts';

interface Size {
  readonly turns: number;
  readonly lines: number;
}
const SHORT: Size = { turns: 250, lines: 33 };
const LONG: Size = { turns: 3_000, lines: 400 };
const TURN_MS = 2_400;
const SECTIONS = 6;

const WORDS = 'the knee has hurt on the stairs since about two weeks and rest helps a little bit'.split(' ');

const transcriptOf = ({ turns }: Size): Transcript => ({
  version: 1,
  language: 'en',
  durationMs: turns * TURN_MS,
  engine: { name: 'made', version: '1', model: 'none', sha256: '0'.repeat(64) },
  turns: Array.from({ length: turns }, (_none, index) => {
    const words = [...WORDS.slice(index % WORDS.length), ...WORDS.slice(0, index % WORDS.length)];
    const startMs = index * TURN_MS;
    return {
      id: `t${String(index + 1)}`,
      speaker: index % 2 === 0 ? ('clinician' as const) : ('patient' as const),
      startMs,
      endMs: startMs + TURN_MS,
      text: words.join(' '),
      words: words.map((text, at) => ({
        text,
        startMs: startMs + at * 140,
        endMs: startMs + at * 140 + 130,
        confidence: 0.9,
      })),
    };
  }),
  gaps: [],
});

const noteOf = (transcript: Transcript, { lines }: Size): Note => ({
  version: 1,
  status: 'draft',
  transcript: '0'.repeat(64),
  sections: Array.from({ length: SECTIONS }, (_none, section) => ({
    id: `s${String(section)}`,
    title: `Section ${String(section + 1)}`,
    items: Array.from({ length: Math.ceil(lines / SECTIONS) }, (_also, at) => {
      const turn = transcript.turns[(section * 67 + at * 7) % transcript.turns.length];
      return {
        id: `n${String(section)}-${String(at)}`,
        text: `Line ${String(at + 1)}: ${turn?.text ?? ''}.`,
        facts: [],
        evidence: [
          { source: 'transcript' as const, turn: turn?.id ?? 't1', start: 0, end: turn?.text.length ?? 1 },
        ],
      };
    }),
  })),
});

/** The first visit of a run is short, the second long. */
const madeServices = (sizes: readonly Size[]): AppServices => {
  const services = reviewServices();
  const transcripts = sizes.map(transcriptOf);
  let heard = 0;
  return {
    ...services,
    stages: {
      ...services.stages,
      transcribe: () => Promise.resolve(succeed(transcripts[heard++ % sizes.length] ?? transcriptOf(SHORT))),
      draft: (transcript) => {
        const size = sizes.find(({ turns }) => turns === transcript.turns.length) ?? SHORT;
        return { facts: [], note: noteOf(transcript, size), flags: [] };
      },
    },
  };
};

const percentile95 = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length * 0.95)] ?? 0;

/** ms from the click on the list to the frame in which the note stands. */
const openFromList = async (page: Page, address: string): Promise<number> => {
  await page.evaluate(() => {
    location.hash = '#/';
  });
  await page.locator('.visit-row').first().waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  return page.evaluate(async (hash) => {
    const begun = performance.now();
    location.hash = hash;
    while (!document.querySelector('.ProseMirror p[data-line]'))
      await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    return performance.now() - begun;
  }, address);
};

/** ms from each key to the frame after it, for letters typed into what has the focus. */
const typeAndTime = async (page: Page, letters: number): Promise<readonly number[]> => {
  await page.evaluate(() => {
    const times: number[] = [];
    const { stopTiming } = globalThis as unknown as { stopTiming?: AbortController };
    stopTiming?.abort();
    const stop = new AbortController();
    Object.assign(globalThis, { keyTimes: times, stopTiming: stop });
    addEventListener(
      'keydown',
      (event) => {
        requestAnimationFrame(() => {
          const after = new MessageChannel();
          after.port1.onmessage = () => times.push(performance.now() - event.timeStamp);
          after.port2.postMessage(0);
        });
      },
      { capture: true, signal: stop.signal },
    );
  });
  for (let letter = 0; letter < letters; letter += 1) await page.keyboard.press('e');
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
    return (globalThis as unknown as { keyTimes: number[] }).keyTimes;
  });
};

/** The same in a window that has not shown this visit yet: nothing of it is remembered. */
const openAnew = async (page: Page, address: string): Promise<number> => {
  await page.evaluate(() => {
    location.hash = '#/';
  });
  await page.reload();
  return openFromList(page, address);
};

const makeVisit = async (page: Page): Promise<string> => {
  await page.evaluate(() => {
    location.hash = '#/';
  });
  await page.getByRole('button', { name: 'Try the sample visit' }).click();
  await page.locator('.ProseMirror p[data-line]').first().waitFor({ timeout: 120_000 });
  return new URL(page.url()).hash;
};

/** A bare editable of the same lines, above everything, in the fonts of the page. */
const addBareEditable = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const bare = document.createElement('div');
    bare.id = 'bare';
    bare.contentEditable = 'true';
    bare.style.cssText = 'position:absolute;top:0;left:0;width:600px;background:#fff;z-index:99;display:none';
    for (const line of document.querySelectorAll('.ProseMirror p[data-line]')) {
      const copy = document.createElement('p');
      copy.textContent = line.textContent;
      bare.append(copy);
    }
    document.body.append(bare);
  });

/** Puts the caret at the end of a line in the middle of one of the two editables. */
const enter = async (page: Page, which: 'note' | 'bare'): Promise<void> => {
  await page.evaluate((bare) => {
    const element = document.getElementById('bare');
    if (element) element.style.display = bare ? 'block' : 'none';
  }, which === 'bare');
  const lines = page.locator(which === 'bare' ? '#bare p' : '.ProseMirror p[data-line]');
  await lines.nth(200).click();
  await page.keyboard.press('End');
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '7' }, keys: { type: 'string', default: '40' } },
  });
  const app = await startApp(madeServices([SHORT, LONG]));
  const browser = await openChromium();
  const { page } = await openPage(browser, app);
  const [short, long] = [await makeVisit(page), await makeVisit(page)];
  const times: { short: number[]; long: number[] } = { short: [], long: [] };
  const anew: { short: number[]; long: number[] } = { short: [], long: [] };
  for (let round = 0; round < Number(values.rounds); round += 1) {
    times.short.push(await openFromList(page, short));
    times.long.push(await openFromList(page, long));
    anew.short.push(await openAnew(page, short));
    anew.long.push(await openAnew(page, long));
  }
  const [opens, opensLong] = [median(times.short), median(times.long)];
  const [first, firstLong] = [median(anew.short), median(anew.long)];
  await addBareEditable(page);
  const keys: { note: number[]; bare: number[] } = { note: [], bare: [] };
  for (let round = 0; round < 3; round += 1)
    for (const which of ['bare', 'note'] as const) {
      await enter(page, which);
      keys[which].push(...(await typeAndTime(page, Number(values.keys))));
    }
  const [bare, own] = [percentile95(keys.bare), percentile95(keys.note)];
  process.stdout.write(
    [
      `two-hour visit opens in ${(opensLong / opens).toFixed(2)} times a ten-minute one (${opensLong.toFixed(0)} over ${opens.toFixed(0)} ms, median of ${values.rounds}); bar at most 1.5`,
      `the same in a window that has not shown it yet: ${(firstLong / first).toFixed(2)} times (${firstLong.toFixed(0)} over ${first.toFixed(0)} ms)`,
      `key press to paint, 95th percentile, ${(own / bare).toFixed(2)} times a bare contenteditable (${own.toFixed(1)} over ${bare.toFixed(1)} ms, ${String(keys.note.length)} keys each); bar at most 2`,
      '',
    ].join('\n'),
  );
  await browser.close();
  await app.close();
};

await main();
