import type { Chart } from '../../contract/chart.ts';
import type { Result } from '../../contract/errors.ts';
import type { VisitRecord } from '../../contract/visit-record.ts';
import type { Stages } from '../stages.ts';

/** What a chart says of whose it is: the label of the visit and what tells this patient from another. */
export const identityOf = (chart: Chart): { readonly label: string; readonly identifiers: string[] } => {
  const { name, birthDate, identifiers, id } = chart.patient;
  const record = identifiers[0]?.value ?? id;
  return { label: name, identifiers: [...(birthDate ? [birthDate] : []), record] };
};

/** The chart and what it says to know before the visit. */
export const keepChart = async (
  stages: Pick<Stages, 'brief'>,
  record: VisitRecord,
  chart: Chart,
  by: string,
  questions: readonly string[] = [],
): Promise<Result<unknown>> => {
  const told = await record.append({ kind: 'chart', chart }, by);
  if (!told.ok) return told;
  const asOf = record.state().createdAt.slice(0, 10);
  return record.append({ kind: 'brief', brief: stages.brief(chart, { asOf, questions }) }, by);
};
