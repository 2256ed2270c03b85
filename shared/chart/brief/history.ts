import type { Brief, BriefSection } from '../../contract/brief.ts';
import type { Chart } from '../../contract/chart.ts';
import type { Fact } from '../../contract/fact.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { symptomHistory } from '../suggestions/suggest.ts';
import { section } from './line.ts';

const MOST = 5;

/**
 * The brief of a visit that has a transcript: what is complained of today beside years of the same in the chart, right
 * under the patient's name. Unchanged where the chart knows none of it.
 */
export const withHistory = (
  brief: Brief,
  facts: readonly Fact[],
  chart: Chart,
  knowledge: Knowledge,
): Brief => {
  const lines = symptomHistory(facts, chart, knowledge, { asOf: brief.asOf });
  if (!lines.length) return brief;
  const history = section('history', 'Said today, and in this chart before', lines, MOST);
  const isHead = ({ id }: BriefSection): boolean => id === 'identity';
  const others = brief.sections.filter((each) => !isHead(each) && each.id !== 'history');
  return { ...brief, sections: [...brief.sections.filter(isHead), history, ...others] };
};
