import { defineConfig } from 'vitest/config';

// One project per tier, so that `npm run check` stays fast and nothing is skipped silently: a tier that is not asked
// for is simply not run.
const tier = (name: string, timeoutMs: number, parallel = true) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`, `tests/${name}/**/*.test.tsx`],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    fileParallelism: parallel,
  },
});

// CI adds up the tiers' counts from these files for its closing line.
const reports = process.env['FOOTNOTE_REPORTS'];

export default defineConfig({
  test: {
    reporters: reports
      ? ['default', ['json', { outputFile: `${reports}/${String(process.pid)}.json` }]]
      : ['default'],
    projects: [
      tier('unit', 20_000),
      // Real engines, real weights, real browsers: one file at a time on two cores.
      tier('contract', 600_000, false),
      tier('security', 300_000, false),
      tier('e2e', 900_000, false),
    ],
  },
});
