import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { SignedText } from '../../../shared/contract/fhir.ts';
import type { Note } from '../../../shared/contract/note.ts';
import { visitResources } from '../../../shared/deliver/fhir/visit-resources.ts';
import { renderCcda } from '../../../shared/deliver/formats/ccda.ts';
import { healthScribeNote } from '../../../shared/deliver/formats/healthscribe.ts';
import { paperOf } from '../../../shared/deliver/formats/paper.ts';
import { noteForPasting, visitText } from '../../../shared/deliver/formats/plain-text.ts';
import { renderRichText } from '../../../shared/deliver/formats/rich-text.ts';
import { renderWord } from '../../../shared/deliver/formats/word.ts';
import { unzipped } from '../../fixtures/unzipped.ts';
import { approvedVisit } from '../../support/approved-visit.ts';
import { HEX64 } from '../../support/record-fixture.ts';

const NOTE: Note = {
  version: 1,
  status: 'draft',
  transcript: HEX64,
  sections: [
    {
      id: 'history',
      title: 'HISTORY OF PRESENT ILLNESS',
      items: [
        {
          id: 'n1',
          text: 'Says “it’s worse” – {5} mg\tof C:\\dose … née Ωμ 😀 <b>&',
          facts: [],
          evidence: [
            { source: 'transcript', turn: 't4', start: 0, end: 3 },
            { source: 'chart', resource: 'Condition/7', path: '/code' },
          ],
        },
        {
          id: 'n2',
          text: 'Father had diabetes.',
          group: 'Family history',
          facts: [],
          evidence: [{ source: 'transcript', turn: 't9', start: 0, end: 3 }],
        },
      ],
    },
    { id: 'exam', title: 'PHYSICAL EXAM', items: [] },
    {
      id: 'plan',
      title: 'ASSESSMENT AND PLAN',
      items: [
        {
          id: 'n3',
          text: 'See again in 2 weeks.',
          facts: [],
          evidence: [{ source: 'typed', by: 'x', at: '2031-03-04T09:00:00Z' }],
        },
      ],
    },
  ],
};
const APPROVED: Note = { ...NOTE, status: 'approved' };

describe('plain text for pasting', () => {
  it('keeps its lines, and holds nothing that a text box would show as something else', () => {
    expect(noteForPasting(APPROVED)).toBe(
      [
        'HISTORY OF PRESENT ILLNESS',
        '- Says "it\'s worse" - {5} mg of C:\\dose ... née Ωμ 😀 <b>&',
        '- Family history: Father had diabetes.',
        '',
        'ASSESSMENT AND PLAN',
        '- See again in 2 weeks.',
        '',
      ].join('\n'),
    );
  });

  it('says DRAFT first and last until it is approved', () => {
    const lines = noteForPasting(NOTE).trimEnd().split('\n');
    expect([lines[0], lines.at(-1)]).toEqual(Array(2).fill('DRAFT: not yet checked by the clinician'));
    expect(noteForPasting(APPROVED)).not.toContain('DRAFT');
  });
});

describe('rich text', () => {
  it('is ASCII, balanced, and gives back every character', () => {
    const rtf = renderRichText(paperOf(APPROVED));
    expect([...rtf].filter((character) => character > '~')).toEqual([]);
    const bare = rtf.replace(/\\[\\{}]/g, '');
    expect(bare.split('{').length).toBe(bare.split('}').length);
    const text = rtf
      .replace(/\\u(-?\d+)\?/g, (_whole, unit: string) => String.fromCharCode(Number(unit) & 0xffff))
      .replace(/\\([\\{}])/g, '$1');
    expect(text).toContain('Says “it’s worse” – {5} mg of C:\\dose … née Ωμ 😀 <b>&');
    expect(renderRichText(paperOf(NOTE))).toContain('DRAFT');
  });
});

describe('a Word document', () => {
  it('has a footnote under every line that rests on something', async () => {
    const file = await renderWord(paperOf(APPROVED));
    const body = await unzipped(file, 'word/document.xml');
    const notes = await unzipped(file, 'word/footnotes.xml');
    expect(body.match(/<w:footnoteReference /g)).toHaveLength(3);
    expect(notes).toContain('said, turn 4; chart, Condition/7');
    expect(notes).toContain('typed on 2031-03-04');
    expect(body).toContain('&lt;b&gt;&amp;');
    expect(body).toContain('née Ωμ 😀');
  });

  it('carries DRAFT in the head of each page until it is approved', async () => {
    expect(await unzipped(await renderWord(paperOf(NOTE)), 'word/header1.xml')).toContain('DRAFT');
    await expect(unzipped(await renderWord(paperOf(APPROVED)), 'word/header1.xml')).rejects.toThrow(
      'no word/header1',
    );
  });
});

describe('HealthScribe-shaped JSON', () => {
  it('links every summarised line to the segments it rests on', () => {
    expect(healthScribeNote(APPROVED)).toMatchObject({
      ClinicalDocumentation: {
        Status: 'APPROVED',
        Sections: [
          { SectionName: 'HISTORY_OF_PRESENT_ILLNESS', Summary: [{ EvidenceLinks: [{ SegmentId: 't4' }] }] },
          {
            SectionName: 'PAST_FAMILY_HISTORY',
            Summary: [{ SummarizedSegment: 'Father had diabetes.', EvidenceLinks: [{ SegmentId: 't9' }] }],
          },
          { SectionName: 'ASSESSMENT_AND_PLAN', Summary: [{ EvidenceLinks: [] }] },
        ],
      },
    });
  });
});

describe('a C-CDA progress note', () => {
  const approved = approvedVisit(1, { documents: { note: NOTE } });
  const signed = SignedText.parse(JSON.parse(approved.canonical));
  const xml = renderCcda(approved, signed);

  it('is well-formed XML with what was signed in it, and no entry that nobody coded', () => {
    const script =
      'import sys, xml.etree.ElementTree as E; r = E.fromstring(sys.stdin.buffer.read()); n = {"h": "urn:hl7-org:v3"}; print(r.tag, len(r.findall(".//h:section", n)), len(r.findall(".//h:entry", n))); print([i.text for i in r.findall(".//h:item", n)])';
    const read = execFileSync('python3', ['-c', script], { input: xml, encoding: 'utf8' });
    expect(read).toContain('{urn:hl7-org:v3}ClinicalDocument 2 0');
    expect(read).toContain('née Ωμ');
    expect(read).toContain('<b>&');
  });

  it('names no patient where the visit names none', () => {
    const nobody = { ...approved, patient: { ...approved.patient, name: '' } };
    expect(renderCcda(nobody, signed)).toContain('<name nullFlavor="UNK"/>');
    const named = visitResources(nobody).filter((one) => one.resourceType === 'Patient' && 'name' in one);
    expect(named).toEqual([]);
  });

  it('names clinician, software and the day', () => {
    expect(xml).toContain('Dr &lt;Okafor&gt; &amp; Sons');
    expect(xml).toContain('<softwareName>Footnote 0.1.0</softwareName>');
    expect(xml).toContain('<legalAuthenticator><time value="20310304100000+0000"/>');
  });
});

describe('the text of a signed visit', () => {
  it('is every document, the note first', () => {
    const signed = SignedText.parse(JSON.parse(approvedVisit().canonical));
    const text = visitText(signed);
    expect(text.indexOf('Start lisinopril')).toBeLessThan(text.indexOf('Take lisinopril'));
    expect(text).not.toContain('DRAFT');
  });
});
