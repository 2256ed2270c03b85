import { describe, expect, it } from 'vitest';
import type { AppOutput } from '../../../shared/contract/app.ts';
import type { ClinicSettings } from '../../../shared/contract/settings.ts';
import { OWN_TEMPLATE } from '../../fixtures/own-template.ts';
import { appForFile } from '../../support/app-in-hooks.ts';

type Sections = NonNullable<AppOutput<'visits.open'>['note']>['sections'];

const work = appForFile();

const sectionsOf = async (visit: string): Promise<Sections> =>
  (await work.ask('visits.open', { visit })).note!.sections;
const titles = (sections: Sections): readonly string[] => sections.map(({ title }) => title);
const change = (noteTemplate: ClinicSettings['noteTemplate']): Promise<string> =>
  work.asAdministrator(() => work.codeOf('settings.change', { noteTemplate }));

describe('the order of a note', () => {
  it('is the one that the administrator chose among those that come with Footnote', async () => {
    const usual = titles(await sectionsOf(await work.drafted()));
    const offered = (await work.ask('settings.get', {})).noteTemplates.map(({ id }) => id);
    expect(offered).toEqual(expect.arrayContaining(['general', 'orthopedics', 'mental-health']));
    expect(await change('orthopedics')).toBe('ok');
    const chosen = titles(await sectionsOf(await work.drafted()));
    expect(chosen).not.toEqual(usual);
    expect(chosen).toContain('REASON FOR VISIT');
  });

  it("is the clinic's own where it has one", async () => {
    expect(await change(OWN_TEMPLATE)).toBe('ok');
    const sections = await sectionsOf(await work.drafted());
    expect(titles(sections)).toEqual(['WHAT WE DO', 'ALL ELSE']);
    for (const { items } of sections) expect(items.length).toBeGreaterThan(1);
  });

  it('is not one in which the plan could not be held back until the clinician has judged', async () => {
    const hidden = { ...OWN_TEMPLATE, sections: [{ id: 'rest', title: 'ALL', takes: [], groups: [] }] };
    expect(await change(hidden)).toBe('usage');
  });
});
