import { briefCommand } from '../../../contract/commands.ts';
import { succeed } from '../../../contract/errors.ts';
import { writeWhole } from '../../../platform/atomic-write.ts';
import { MOST_CHART_BYTES } from '../../../chart/read-chart.ts';
import { composeStages } from '../../compose.ts';
import { briefPage, briefText } from '../../visit-documents.ts';
import { cliCommand } from '../command.ts';
import { about, fileRefusal } from '../failure.ts';
import { readBytes, readText } from '../input-file.ts';

export const brief = cliCommand({
  operation: briefCommand,
  run: async (input) => {
    const bytes = about(await readBytes(input.chart, MOST_CHART_BYTES), input.chart);
    if (!bytes.ok) return bytes;
    const asked =
      input.questions === undefined ? undefined : about(await readText(input.questions), input.questions);
    if (asked && !asked.ok) return asked;
    const stages = composeStages();
    const chart = about(stages.readChart(bytes.value, input.patient), input.chart);
    if (!chart.ok) return chart;
    const made = stages.brief(chart.value, {
      ...(input.asOf ? { asOf: input.asOf } : {}),
      ...(input.since ? { since: input.since } : {}),
      questions: asked ? stages.readQuestions(asked.value) : [],
    });
    const isPage = /\.html?$/i.test(input.out ?? '');
    const text = input.json
      ? `${JSON.stringify(made, null, 1)}\n`
      : isPage
        ? briefPage(made)
        : briefText(made);
    if (input.out === undefined) return succeed({ text });
    try {
      await writeWhole(input.out, text);
    } catch (cause) {
      return about(fileRefusal(cause, 'writing'), input.out);
    }
    return succeed({ text, out: input.out });
  },
  say: ({ text, out }, terminal) => {
    terminal.print(out === undefined ? text.trimEnd() : `The brief is in ${out}`);
  },
});
