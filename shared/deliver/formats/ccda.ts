import type { ApprovedVisit, SignedText } from '../../contract/fhir.ts';
import { escapeHtml } from '../../platform/escape.ts';
import { sectionCode } from '../fhir/sections.ts';
import { stableId } from '../fhir/ids.ts';
import type { LaterWords } from '../clinical-page.ts';
import { addendumSections, paperOf, type Paper } from './paper.ts';

/** HL7 C-CDA R2.1 template ids of the sections; the document is a Progress Note. */
const SECTION_TEMPLATES: Readonly<Record<string, string>> = {
  'chief-complaint': '1.3.6.1.4.1.19376.1.5.3.1.1.13.2.1',
  history: '1.3.6.1.4.1.19376.1.5.3.1.3.4',
  'review-of-systems': '1.3.6.1.4.1.19376.1.5.3.1.3.18',
  exam: '2.16.840.1.113883.10.20.2.10',
  results: '2.16.840.1.113883.10.20.22.2.3',
  plan: '2.16.840.1.113883.10.20.22.2.9',
  instructions: '2.16.840.1.113883.10.20.22.2.45',
};

/** An HL7 time stamp in UTC, to the second, of an ISO 8601 one; a date keeps only its digits. */
const stamp = (iso: string): string => {
  const digits = iso.replace(/\D/g, '');
  return iso.includes('T') ? `${digits.slice(0, 14)}+0000` : digits.slice(0, 8);
};

const section = ({ id, title, lines }: Paper['sections'][number]): string => {
  const code = sectionCode(id);
  const template = SECTION_TEMPLATES[id];
  const items = lines.map(({ text }) => `<item>${escapeHtml(text)}</item>`).join('');
  return [
    '<component><section>',
    template ? `<templateId root="${template}"/>` : '',
    code
      ? `<code code="${code.code}" codeSystem="2.16.840.1.113883.6.1" codeSystemName="LOINC" displayName="${escapeHtml(code.display)}"/>`
      : '',
    `<title>${escapeHtml(title)}</title>`,
    `<text><list>${items}</list></text>`,
    '</section></component>',
  ].join('');
};

/** All sections of the signed documents; those of a sheet stand together as instructions. */
const sectionsOf = ({ documents }: SignedText): readonly Paper['sections'][number][] =>
  Object.entries(documents).flatMap(([, document]) => {
    const paper = paperOf(document);
    if ('transcript' in document) return paper.sections;
    const lines = paper.sections.flatMap((one) => one.lines);
    return lines.length > 0 ? [{ id: 'instructions', title: paper.title, lines }] : [];
  });

const SEX = { male: 'M', female: 'F' } as const;

const patientPart = ({ patient }: ApprovedVisit): string => {
  const ids = patient.identifiers.map(
    ({ system, value }) =>
      `<id extension="${escapeHtml(value)}" root="2.16.840.1.113883.19.5" assigningAuthorityName="${escapeHtml(system ?? 'local')}"/>`,
  );
  const sex = patient.sex === 'male' || patient.sex === 'female' ? SEX[patient.sex] : 'UN';
  const birth = patient.birthDate ? `value="${stamp(patient.birthDate)}"` : 'nullFlavor="UNK"';
  return [
    '<recordTarget><patientRole>',
    ids.join('') || '<id nullFlavor="UNK"/>',
    '<addr nullFlavor="UNK"/><telecom nullFlavor="UNK"/><patient>',
    patient.name === '' ? '<name nullFlavor="UNK"/>' : `<name>${escapeHtml(patient.name)}</name>`,
    `<administrativeGenderCode code="${sex}" codeSystem="2.16.840.1.113883.5.1"/>`,
    `<birthTime ${birth}/>`,
    '<raceCode nullFlavor="UNK"/><ethnicGroupCode nullFlavor="UNK"/>',
    '</patient></patientRole></recordTarget>',
  ].join('');
};

const entity = ({ clinician }: ApprovedVisit): string =>
  `<id extension="${clinician.person}" root="2.16.840.1.113883.19.5"/><addr nullFlavor="UNK"/><telecom nullFlavor="UNK"/><assignedPerson><name>${escapeHtml(clinician.name)}</name></assignedPerson>`;

/**
 * An approved visit as a C-CDA R2.1 Progress Note with narrative sections. Nothing is coded that the clinician did not
 * code: entries are left out.
 */
export const renderCcda = (
  approved: ApprovedVisit,
  signed: SignedText,
  addenda: readonly LaterWords[] = [],
): string => {
  const time = `<effectiveTime value="${stamp(approved.at)}"/>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    '<realmCode code="US"/><typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>',
    '<templateId root="2.16.840.1.113883.10.20.22.1.1" extension="2015-08-01"/>',
    '<templateId root="2.16.840.1.113883.10.20.22.1.9" extension="2015-08-01"/>',
    `<id root="${stableId(signed.visit, 'ccda').toUpperCase()}"/>`,
    '<code code="11506-3" codeSystem="2.16.840.1.113883.6.1" codeSystemName="LOINC" displayName="Progress note"/>',
    `<title>Visit note</title>${time}`,
    '<confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/><languageCode code="en-US"/>',
    patientPart(approved),
    `<author><time value="${stamp(approved.at)}"/><assignedAuthor>${entity(approved)}</assignedAuthor></author>`,
    `<author><time value="${stamp(approved.at)}"/><assignedAuthor><id nullFlavor="NA"/><addr nullFlavor="NA"/><telecom nullFlavor="NA"/><assignedAuthoringDevice><manufacturerModelName>Footnote</manufacturerModelName><softwareName>Footnote ${escapeHtml(approved.software)}</softwareName></assignedAuthoringDevice></assignedAuthor></author>`,
    '<custodian><assignedCustodian><representedCustodianOrganization><id nullFlavor="UNK"/><name>unknown</name><telecom nullFlavor="UNK"/><addr nullFlavor="UNK"/></representedCustodianOrganization></assignedCustodian></custodian>',
    `<legalAuthenticator><time value="${stamp(approved.at)}"/><signatureCode code="S"/><assignedEntity>${entity(approved)}</assignedEntity></legalAuthenticator>`,
    `<component><structuredBody>${[...sectionsOf(signed), ...addendumSections(addenda)].map(section).join('')}</structuredBody></component>`,
    '</ClinicalDocument>',
    '',
  ].join('\n');
};
