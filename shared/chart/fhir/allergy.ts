import type { ChartAllergy } from '../../contract/chart.ts';
import type { Entry } from './bundle.ts';
import { firstCode, isCoded, naming, plain } from './concept.ts';
import { dated, evidenceAt, idOf, WRONG, type Read } from './context.ts';
import { AllergyShape } from './shapes.ts';

// SNOMED CT: no known allergy, no known drug allergy. Codes for no known food or environmental allergy say less.
const NONE_KNOWN = ['716186003', '409137002', '160244002'];
const NONE_OF_A_KIND = ['429625007', '428607008', '1003774007'];
const NONE_TEXT =
  /^(nka|nkda|none( known)?|no (known )?(drug |medication )?allerg(y|ies)|no known (drug|medication) allerg(y|ies))\b/i;

// What a system prints where nothing is charted, and a code that came without its name.
const NOT_SAID = /^(not available|unknown|n\/a|none|unspecified)$/i;
const BARE_CODE = /^(SNOMED CT|ICD-10|code) \S+$/;

const CATEGORIES = ['medication', 'food', 'environment', 'biologic'] as const;
const KINDS = ['allergy', 'intolerance'] as const;

export type AllergyRead = Read<ChartAllergy> | { readonly noneKnown: true };

export const readAllergy = (entry: Entry): AllergyRead => {
  const shape = AllergyShape.parse(entry.resource);
  if (isCoded(shape.verificationStatus, 'entered-in-error')) return { reason: WRONG };
  if (isCoded(shape.verificationStatus, 'refuted')) return { reason: 'refuted' };
  const substance = shape.reaction.map((each) => naming(each.substance)).find(Boolean);
  const called = naming(shape.code) ?? substance;
  if (!called) return { reason: 'an allergy without substance' };
  if (isCoded(shape.code, ...NONE_OF_A_KIND))
    return { reason: 'says only that one kind of allergy is not known' };
  if (isCoded(shape.code, ...NONE_KNOWN) || NONE_TEXT.test(called.name)) return { noneKnown: true };
  const status = firstCode(shape.clinicalStatus);
  const risk = /^(low|high)$/.test(shape.criticality ?? '') ? `${shape.criticality ?? ''} risk` : undefined;
  const severity = shape.reaction.map((each) => each.severity).find(Boolean) ?? risk;
  return {
    value: {
      id: idOf(entry),
      ...called,
      kind: KINDS.find((kind) => kind === shape.type) ?? 'unknown',
      status: status === 'inactive' || status === 'resolved' ? status : 'active',
      reactions: shape.reaction.flatMap((each) => {
        const seen = each.manifestation.flatMap((one) => naming(one)?.name ?? []);
        const described = each.description ? [plain(each.description)] : [];
        return (seen.some((name) => !BARE_CODE.test(name)) || !described.length ? seen : described).filter(
          (name) => !NOT_SAID.test(name),
        );
      }),
      ...(severity ? { severity: plain(severity) } : {}),
      category: CATEGORIES.find((category) => shape.category.includes(category)) ?? 'unknown',
      ...dated('recorded', shape.recordedDate),
      evidence: [evidenceAt(entry, '/code')],
    },
  };
};
