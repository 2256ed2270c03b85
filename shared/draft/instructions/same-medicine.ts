import type { DrugMention } from '../../knowledge/drugs.ts';
import type { SheetKnowledge } from '../../knowledge/sheet.ts';
import type { MedicineStatement } from './medicine-statement.ts';

/** Which names stand for one medicine, made once per sheet. */
export interface SameMedicine {
  /** What names of one medicine share: "Motrin" and "ibuprofen" have the substance in common. */
  readonly keyOf: (name: string) => string;
  /** "Start pain medicine. Start Ultram.": the kind only announced the medicine of that name, whose row has both. */
  readonly withoutKinds: (statements: readonly MedicineStatement[]) => MedicineStatement[];
}

/** Whether a row says nothing of a kind of medicine but that it is to be taken. */
const isBare = ({ drug, isConditional }: MedicineStatement): boolean =>
  !isConditional && !drug.dose && !drug.frequency && !drug.duration && !drug.purpose;

const joined = (into: MedicineStatement, other: MedicineStatement): MedicineStatement => ({
  ...into,
  facts: [...into.facts, ...other.facts],
  evidence: [...into.evidence, ...other.evidence],
});

export const makeSameMedicine = (
  { drugs, wording }: SheetKnowledge,
  sayKind: (name: string) => string,
): SameMedicine => {
  const kinds = new Map(
    Object.entries(wording.medicines.kinds).map(([kind, classes]) => [kind, new RegExp(classes, 'i')]),
  );
  const only = (name: string): DrugMention | undefined => {
    const found = drugs.find(name);
    return found.find((each) => !each.isGroup) ?? found[0];
  };
  const isOfKind = (medicine: DrugMention, kind: DrugMention): boolean =>
    medicine.classes.some(
      (each) => kind.classes.includes(each) || (kinds.get(kind.name)?.test(each) ?? false),
    );
  const kindOf = ({ drug }: MedicineStatement): DrugMention | undefined => {
    const found = only(drug.name);
    return found?.isGroup ? found : undefined;
  };
  return {
    keyOf: (name) => {
      const found = only(name);
      return found && !found.isGroup ? found.ingredients.join('+') : sayKind(name).toLowerCase().trim();
    },
    withoutKinds: (statements) => {
      const kept: MedicineStatement[] = [...statements];
      for (const statement of statements) {
        const kind = isBare(statement) ? kindOf(statement) : undefined;
        if (!kind) continue;
        const at = kept.findIndex((other) => {
          const medicine = only(other.drug.name);
          return (
            medicine !== undefined &&
            !medicine.isGroup &&
            !other.isConditional &&
            other.drug.change === statement.drug.change &&
            other.standing === statement.standing &&
            isOfKind(medicine, kind)
          );
        });
        const into = kept[at];
        if (!into) continue;
        kept[at] = joined(into, statement);
        kept.splice(kept.indexOf(statement), 1);
      }
      return kept;
    },
  };
};
