import type {
  Bundle,
  Composition,
  Consent,
  Device,
  DocumentReference,
  Patient,
  Practitioner,
  Provenance,
  Reference,
  Resource,
} from '@medplum/fhirtypes';
import { SignedText, type ApprovedVisit } from '../../contract/fhir.ts';
import { clean } from '../../platform/escape.ts';
import { sha256 } from '../../platform/hash.ts';
import { visitText } from '../formats/plain-text.ts';
import { referenceTo, stableId } from './ids.ts';
import { clinicianResource, modelResource, patientResource, softwareResource } from './parties.ts';
import { addendumSection, compositionSections } from './sections.ts';

const PROGRESS_NOTE = {
  coding: [{ system: 'http://loinc.org', code: '11506-3', display: 'Progress note' }],
};

interface Parties {
  readonly patient: Patient;
  readonly clinician: Practitioner;
  readonly software: Device;
  readonly models: readonly Device[];
}

interface Signed {
  readonly sha256: string;
  readonly signature: string;
  readonly at: string;
}

const subjectOf = ({ patient }: Parties): Reference<Patient> => {
  const display = patient.name?.[0]?.text;
  return { ...referenceTo(patient), ...(display ? { display } : {}) };
};

const composition = (
  visit: string,
  what: string,
  at: string,
  parties: Parties,
  rest: Pick<Composition, 'title' | 'section' | 'relatesTo'>,
): Composition => ({
  resourceType: 'Composition',
  id: stableId(visit, what),
  identifier: { system: 'urn:footnote:visit', value: `${visit}/${what}` },
  status: 'final',
  type: PROGRESS_NOTE,
  subject: subjectOf(parties),
  date: at,
  author: [{ ...referenceTo(parties.clinician), display: parties.clinician.name?.[0]?.text ?? '' }],
  attester: [{ mode: 'legal', time: at, party: referenceTo(parties.clinician) }],
  confidentiality: 'N',
  ...rest,
});

/** The Ed25519 signature as it can be checked again: over `footnote KIND 1`, a line feed, and the hash. */
const signatureOf = (kind: 'approval' | 'addendum', signed: Signed, parties: Parties, key: string): string =>
  Buffer.from(
    JSON.stringify({
      algorithm: 'Ed25519',
      message: `footnote ${kind} 1\n${signed.sha256}`,
      signature: signed.signature,
      publicKey: key,
      signer: parties.clinician.id,
    }),
  ).toString('base64');

const provenance = (
  visit: string,
  what: string,
  kind: 'approval' | 'addendum',
  signed: Signed & { readonly certificate: { readonly signKey: string } },
  targets: readonly Resource[],
  parties: Parties,
): Provenance => {
  const participant = (code: string, display: string): Provenance['agent'][number]['type'] => ({
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code, display }],
  });
  return {
    resourceType: 'Provenance',
    id: stableId(visit, what),
    target: targets.map(referenceTo),
    recorded: signed.at,
    agent: [
      { type: participant('verifier', 'Verifier'), who: referenceTo(parties.clinician) },
      { type: participant('assembler', 'Assembler'), who: referenceTo(parties.software) },
      ...parties.models.map((model) => ({
        type: participant('assembler', 'Assembler'),
        who: { ...referenceTo(model), display: model.deviceName?.[0]?.name ?? '' },
      })),
    ],
    entity: [
      {
        role: 'source',
        what: { identifier: { system: 'urn:footnote:sha256', value: signed.sha256 }, display: 'signed text' },
      },
    ],
    signature: [
      {
        type: [
          {
            system: 'urn:iso-astm:E1762-95:2013',
            code: '1.2.840.10065.1.12.1.1',
            display: "Author's Signature",
          },
        ],
        when: signed.at,
        who: referenceTo(parties.clinician),
        targetFormat: 'application/json',
        sigFormat: 'application/json',
        data: signatureOf(kind, signed, parties, signed.certificate.signKey),
      },
    ],
  };
};

const consentResource = (
  visit: string,
  consent: NonNullable<ApprovedVisit['consent']>,
  parties: Parties,
): Consent => ({
  resourceType: 'Consent',
  id: stableId(visit, 'consent'),
  status: 'active',
  scope: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
  },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0', display: 'Patient Consent' }] }],
  patient: subjectOf(parties),
  dateTime: consent.at,
  performer: [subjectOf(parties)],
  policyRule: { text: clean(consent.wording) },
  provision: {
    type: 'permit',
    code: [{ text: `recording of the visit, ${consent.given}, by ${clean(consent.by)}` }],
  },
});

const documentReference = (
  visit: string,
  what: string,
  at: string,
  text: string,
  bundle: Bundle | undefined,
  parties: Parties,
  appends?: DocumentReference,
): DocumentReference => ({
  resourceType: 'DocumentReference',
  id: stableId(visit, what),
  identifier: [{ system: 'urn:footnote:visit', value: `${visit}/${what}` }],
  status: 'current',
  docStatus: 'final',
  type: PROGRESS_NOTE,
  subject: subjectOf(parties),
  date: at,
  author: [referenceTo(parties.clinician)],
  authenticator: referenceTo(parties.clinician),
  ...(appends ? { relatesTo: [{ code: 'appends', target: referenceTo(appends) }] } : {}),
  content: [
    {
      attachment: {
        contentType: 'text/plain; charset=utf-8',
        data: Buffer.from(text).toString('base64'),
        size: Buffer.byteLength(text),
        creation: at,
      },
    },
    ...(bundle
      ? [
          {
            attachment: {
              contentType: 'application/fhir+json',
              url: `Bundle/${bundle.id ?? ''}`,
              creation: at,
            },
          },
        ]
      : []),
  ],
});

/** References inside a document point to its own entries, so that the document is whole wherever it is read. */
const inDocument = (resource: Resource, own: ReadonlyMap<string, string>): Resource =>
  JSON.parse(
    JSON.stringify(resource, (key, value: unknown) =>
      key === 'reference' && typeof value === 'string' ? (own.get(value) ?? value) : value,
    ),
  ) as Resource;

const documentBundle = (
  visit: string,
  what: string,
  at: string,
  first: Composition,
  rest: readonly Resource[],
): Bundle => {
  const all = [first, ...rest];
  const urls = new Map(
    all.map((resource) => {
      const name = `${resource.resourceType}/${resource.id ?? ''}`;
      return [name, `urn:uuid:${stableId(visit, name)}`];
    }),
  );
  return {
    resourceType: 'Bundle',
    id: stableId(visit, what),
    type: 'document',
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${stableId(visit, what)}` },
    timestamp: at,
    entry: all.map((resource) => ({
      fullUrl: urls.get(`${resource.resourceType}/${resource.id ?? ''}`) ?? '',
      resource: inDocument(resource, urls),
    })),
  };
};

/** The text that was signed; a text whose hash is another is a fault and throws. */
const readSigned = ({ canonical, sha256: hash }: Pick<ApprovedVisit, 'canonical' | 'sha256'>): SignedText => {
  if (sha256(canonical) !== hash) throw new Error('the text is not the one that was signed');
  return SignedText.parse(JSON.parse(canonical));
};

const addendumResources = (
  visit: string,
  addendum: ApprovedVisit['addenda'][number],
  to: { readonly composition: Composition; readonly reference: DocumentReference },
  parties: Parties,
): readonly Resource[] => {
  if (sha256(addendum.canonical) !== addendum.sha256) throw new Error('the addendum is not the one signed');
  const what = `addendum ${addendum.sha256}`;
  const added = composition(visit, `${what} composition`, addendum.at, parties, {
    title: 'Addendum to visit note',
    section: [addendumSection(addendum.text)],
    relatesTo: [{ code: 'appends', targetReference: referenceTo(to.composition) }],
  });
  const reference = documentReference(
    visit,
    `${what} reference`,
    addendum.at,
    addendum.text,
    undefined,
    parties,
    to.reference,
  );
  const origin = provenance(visit, `${what} provenance`, 'addendum', addendum, [added, reference], {
    ...parties,
    models: [],
  });
  return [added, reference, origin];
};

/**
 * Everything that an approved visit is in a record of FHIR R4, in an order in which each resource refers only to those
 * before it. Ids are the same every time. The patient is only in the document; the server has its own. Built from the
 * signed text alone; throws where a text is not the one that was signed.
 */
export const visitResources = (approved: ApprovedVisit): readonly Resource[] => {
  const signed = readSigned(approved);
  const { visit } = signed;
  const parties: Parties = {
    patient: patientResource(approved),
    clinician: clinicianResource(approved),
    software: softwareResource(approved.software),
    models: signed.models.map(modelResource),
  };
  const main = composition(visit, 'composition', approved.at, parties, {
    title: 'Visit note',
    section: compositionSections(signed),
  });
  const { patient, clinician, software, models } = parties;
  const consent = approved.consent ? [consentResource(visit, approved.consent, parties)] : [];
  const origin = provenance(visit, 'document provenance', 'approval', approved, [main], parties);
  const bundle = documentBundle(visit, 'bundle', approved.at, main, [
    patient,
    clinician,
    software,
    ...models,
    ...consent,
    origin,
  ]);
  const reference = documentReference(visit, 'reference', approved.at, visitText(signed), bundle, parties);
  const whole = provenance(visit, 'provenance', 'approval', approved, [main, bundle, reference], parties);
  return [
    clinician,
    software,
    ...models,
    ...consent,
    main,
    bundle,
    reference,
    whole,
    ...approved.addenda.flatMap((one) =>
      addendumResources(visit, one, { composition: main, reference }, parties),
    ),
  ];
};
