import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { canonicalText, messageFor, textToSign } from '../../shared/approve/signed-text.ts';
import type { ApprovedVisit } from '../../shared/contract/fhir.ts';
import type { VisitDocument } from '../../shared/contract/vault.ts';
import { sha256 } from '../../shared/platform/hash.ts';
import { DRAFT, HEX64 } from './record-fixture.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signKey = publicKey.export({ format: 'jwk' }).x ?? '';
const PERSON = 'aa'.repeat(16);
const AT = '2031-03-04T10:00:00.000Z';

const signed = (kind: 'approval' | 'addendum', canonical: string, at: string) => {
  const hash = sha256(canonical);
  return {
    canonical,
    sha256: hash,
    signature: sign(null, messageFor(kind, hash), privateKey).toString('base64url'),
    certificate: {
      version: 1,
      person: PERSON,
      serial: 1,
      role: 'clinician',
      signKey,
      boxKey: signKey,
      since: AT,
      issuer: PERSON,
      issuerSerial: 1,
      signature: 'x',
    },
    at,
  } as const;
};

/** An approved visit signed by a key of this test run; `n` makes another visit of another patient. */
export const approvedVisit = (
  n = 1,
  options: { readonly addendum?: string; readonly documents?: Record<string, VisitDocument> } = {},
): ApprovedVisit => {
  const visit = createHash('md5')
    .update(`visit ${String(n)}`)
    .digest('hex');
  const documents = options.documents ?? (DRAFT.kind === 'draft' ? DRAFT.documents : {});
  const models = [{ name: 'base-q8_0', sha256: HEX64, use: 'speech' }];
  const text = textToSign({ visit, documents, models, transcript: { entry: 1, sha256: HEX64, sound: [] } });
  const approval = signed('approval', text.canonical, AT);
  const later = '2031-03-05T08:00:00.000Z';
  const { addendum } = options;
  return {
    ...approval,
    addenda: addendum
      ? [
          {
            text: addendum,
            ...signed(
              'addendum',
              canonicalText({ version: 1, visit, of: text.sha256, text: addendum, at: later, by: PERSON }),
              later,
            ),
          },
        ]
      : [],
    clinician: { person: PERSON, name: 'Dr <Okafor> & Sons' },
    patient: {
      id: `patient-${String(n)}`,
      name: 'Marigold Quillfeather',
      birthDate: '1950-02-03',
      sex: 'female',
      identifiers: [{ system: 'urn:clinic', value: `MRN ${String(n)}` }],
    },
    consent: {
      wording: 'May we record this visit?',
      given: 'spoken',
      by: 'patient',
      at: '2031-03-04T09:00:00.000Z',
    },
    software: '0.1.0',
  };
};
