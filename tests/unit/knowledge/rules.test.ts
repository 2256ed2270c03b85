import { describe, expect, it } from 'vitest';
import { inOwnUnit, loadAnalytes } from '../../../shared/knowledge/analytes.ts';
import { loadDrugs } from '../../../shared/knowledge/drugs.ts';
import { loadRules } from '../../../shared/knowledge/rules.ts';

const rules = loadRules();
const drugs = loadDrugs();
const analytes = loadAnalytes();
const classIds = new Set(rules.classes.map((each) => each.id));
// Substances that are no medicine and so are not in the lexicon.
const NO_MEDICINE = ['latex'];

describe('the rule files hold together', () => {
  it('every ingredient of a class or an allergy group is a medicine that can be recognised', () => {
    const named = [
      ...rules.classes.flatMap((each) => each.drugs),
      ...rules.allergyGroups.flatMap((group) => [
        ...group.drugs,
        ...group.cross.flatMap((cross) => cross.drugs),
      ]),
    ].filter((name) => !NO_MEDICINE.includes(name));
    const strange = [...new Set(named)].filter(
      (name) => !drugs.entries.some((entry) => entry.ingredients.includes(name)),
    );
    expect(strange).toEqual([]);
  });

  it('every rule names classes, conditions and analytes that exist', () => {
    for (const rule of rules.interactions)
      for (const id of [...rule.a, ...rule.b]) expect(classIds, rule.id).toContain(id);
    for (const rule of [...rules.drugRules, ...rules.monitoring]) {
      for (const id of rule.drug ?? []) expect(classIds, rule.id).toContain(id);
      if (rule.condition) expect(rules.conditions.has(rule.condition), rule.id).toBe(true);
    }
    for (const { id, result } of rules.drugRules)
      if (result) {
        const analyte = analytes.byId.get(result.analyte);
        expect(analyte && inOwnUnit(analyte, result.threshold, result.unit), id).toBeDefined();
      }
    for (const rule of rules.monitoring)
      for (const id of rule.analytes) expect(analytes.byId.has(id), rule.id).toBe(true);
  });

  it('ids are unique, and a name of an allergy belongs to one group', () => {
    const ids = [...rules.interactions, ...rules.drugRules, ...rules.monitoring].map((each) => each.id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    const names = rules.allergyGroups.flatMap((group) => group.names);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('covers what the plan asks for', () => {
    expect(rules.interactions.flatMap((rule) => rule.onc ?? []).length).toBe(15);
    expect(rules.interactions.filter((rule) => rule.severity === 'show').length).toBeGreaterThanOrEqual(150);
    expect(rules.allergyGroups.length).toBeGreaterThanOrEqual(12);
    expect(rules.drugRules.length).toBeGreaterThanOrEqual(60);
    expect(analytes.rows.length).toBeGreaterThanOrEqual(100);
    expect(rules.clinicallyReviewed).toBe(false);
  });
});

describe('units of an analyte', () => {
  const value = (id: string, number: number, unit?: string): number | undefined => {
    const analyte = analytes.byId.get(id);
    return analyte && inOwnUnit(analyte, number, unit);
  };
  it('are turned into one', () => {
    expect(value('creatinine', 88.4, 'µmol/L')).toBeCloseTo(1, 2);
    expect(value('glucose', 5.5, 'mmol/L')).toBeCloseTo(99.1, 1);
    expect(value('hba1c', 53, 'mmol/mol')).toBeCloseTo(7, 1);
    expect(value('temperature', 98.6, '[degF]')).toBeCloseTo(37, 1);
    expect(value('platelets', 250, 'k/cumm')).toBe(250);
    expect(value('potassium', 4, 'mEq/L')).toBe(4);
  });
  it('are not guessed', () => {
    expect(value('creatinine', 1, 'furlongs')).toBeUndefined();
    expect(value('creatinine', 1)).toBeUndefined();
    expect(value('inr', 2.5)).toBe(2.5);
  });
});
