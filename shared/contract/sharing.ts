import { z } from 'zod';
import { Done, operation, type Operation } from './operation.ts';
import { Role } from './people.ts';
import { Certificate, OpaqueId } from './vault.ts';

/** The people of a Footnote as another one is told of them: names and certified public keys, nothing secret. */
export const PartnerCard = z.object({
  version: z.literal(1),
  clinic: z.string().max(200),
  people: z.array(z.object({ person: OpaqueId, name: z.string().max(200) })).max(500),
  certificates: z.array(Certificate).min(1).max(2_000),
});
export type PartnerCard = z.infer<typeof PartnerCard>;

/** People of another Footnote that drafts may be shared with. */
export const Partner = z.object({
  /** What two people compare: a hash of the whole card, in groups of digits. */
  code: z.string(),
  clinic: z.string(),
  people: z.array(z.object({ person: OpaqueId, name: z.string(), role: Role })),
});
export type Partner = z.infer<typeof Partner>;

/** A draft on the server for the person at the desk. */
export const SharedWithMe = z.object({
  visit: OpaqueId,
  by: z.string(),
  at: z.string(),
  /** The visit here that it was taken into before. */
  here: OpaqueId.optional(),
});
export type SharedWithMe = z.infer<typeof SharedWithMe>;

const passphrase = z.string().min(1).max(1_000);
const atDesk = ['vault-closed', 'role-refused', 'session-locked', 'session-ended', 'disk-full'] as const;
const atServer = [
  'server-not-set',
  'egress-refused',
  'egress-certificate',
  'fhir-unreachable',
  'fhir-not-one',
  'fhir-refused',
  'fhir-signed-out',
] as const;
const atDraft = [
  'visit-unknown',
  'visit-order',
  'visit-busy',
  'approved-locked',
  'wrong-passphrase',
  'certificate-bad',
  'draft-unreadable',
  ...atServer,
  ...atDesk,
] as const;
const card = z.string().min(1).max(2_000_000);

export const sharingOperations = {
  'partners.card': operation({
    name: 'partners.card',
    summary: 'what another Footnote is given to know the people here, and the code to read out with it',
    input: z.object({}).strict(),
    output: z.object({ card: z.string(), code: z.string() }),
    errors: atDesk,
  }),
  'partners.add': operation({
    name: 'partners.add',
    summary:
      'an administrator takes in the card of another Footnote, with the code typed as the person there reads it out; a card of the same clinic takes the place of the one before',
    input: z.object({ card, code: z.string().max(60) }).strict(),
    output: Partner,
    errors: ['card-unreadable', 'code-differs', ...atDesk],
  }),
  'partners.remove': operation({
    name: 'partners.remove',
    summary: 'drafts are shared with that Footnote no more; what was shared before stays readable there',
    input: z.object({ code: z.string().max(60) }).strict(),
    output: Done,
    errors: atDesk,
  }),
  'partners.list': operation({
    name: 'partners.list',
    summary: 'the other Footnotes that drafts may be shared with',
    input: z.object({}).strict(),
    output: z.object({ partners: z.array(Partner) }),
    errors: atDesk,
  }),
  'sharing.send': operation({
    name: 'sharing.send',
    summary:
      'puts the draft on the record system, encrypted for these people and signed; where someone there changed it since, nothing is written and it has to be taken in first',
    input: z.object({ visit: OpaqueId, people: z.array(OpaqueId).min(1).max(20), passphrase }).strict(),
    output: Done,
    errors: ['fhir-conflict', 'patient-unknown', 'patient-ambiguous', 'person-unknown', ...atDraft],
  }),
  'sharing.take': operation({
    name: 'sharing.take',
    summary:
      'takes in what the other person changed in a shared draft; a line that both changed keeps both versions, with a flag',
    input: z.object({ visit: OpaqueId, passphrase }).strict(),
    output: z.object({ changed: z.number().int(), conflicts: z.number().int() }),
    errors: ['document-missing', ...atDraft],
  }),
  'sharing.waiting': operation({
    name: 'sharing.waiting',
    summary: 'drafts on the record system that were shared with the person at the desk',
    input: z.object({}).strict(),
    output: z.object({ drafts: z.array(SharedWithMe) }),
    errors: [...atServer, ...atDesk],
  }),
  'sharing.open': operation({
    name: 'sharing.open',
    summary:
      'makes a visit here of a draft that was shared, with its transcript and chart and without its sound',
    input: z.object({ visit: OpaqueId, passphrase }).strict(),
    output: z.object({ visit: OpaqueId }),
    errors: ['document-missing', ...atDraft],
  }),
} as const satisfies Record<string, Operation>;
