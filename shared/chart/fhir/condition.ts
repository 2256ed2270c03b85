import type { ChartProblem } from '../../contract/chart.ts';
import { plausibleDate } from '../dates.ts';
import type { Entry } from './bundle.ts';
import { firstCode, isCoded, naming } from './concept.ts';
import { dated, evidenceAt, idOf, WRONG, type Read } from './context.ts';
import { ConditionShape } from './shapes.ts';

const STATUS: Readonly<Record<string, ChartProblem['status']>> = {
  active: 'active',
  recurrence: 'active',
  relapse: 'active',
  inactive: 'inactive',
  remission: 'inactive',
  resolved: 'resolved',
};

export const readCondition = (entry: Entry): Read<ChartProblem> => {
  const shape = ConditionShape.parse(entry.resource);
  if (isCoded(shape.verificationStatus, 'entered-in-error')) return { reason: WRONG };
  if (isCoded(shape.verificationStatus, 'refuted')) return { reason: 'refuted' };
  const called = naming(shape.code);
  if (!called) return { reason: 'a problem without name or code' };
  const verification = firstCode(shape.verificationStatus);
  const ended = dated(
    'ended',
    shape.abatementDateTime,
    shape.abatementPeriod?.end,
    shape.abatementPeriod?.start,
  );
  const isEnded = !!ended.ended || shape.abatementBoolean === true;
  const charted = STATUS[firstCode(shape.clinicalStatus) ?? ''];
  const category = shape.category.some((each) => isCoded(each, 'problem-list-item', 'problem-list'))
    ? 'problem-list'
    : shape.category.some((each) => isCoded(each, 'encounter-diagnosis'))
      ? 'encounter'
      : 'other';
  return {
    value: {
      id: idOf(entry),
      ...called,

      status: charted ?? (isEnded ? 'resolved' : 'unknown'),
      ...dated('onset', shape.onsetDateTime, shape.onsetPeriod?.start, plausibleDate(shape.onsetString)),
      ...ended,
      ...dated('recorded', shape.recordedDate),
      ...(verification && verification !== 'confirmed' ? { verification } : {}),
      ...(shape.category.length ? { category } : {}),
      evidence: [evidenceAt(entry, '/code')],
    },
  };
};
