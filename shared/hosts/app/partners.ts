import { z } from 'zod';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { PartnerCard, type Partner } from '../../contract/sharing.ts';
import type { Certificate } from '../../contract/vault.ts';
import type { Trust } from '../../deliver/shared-draft/seal-draft.ts';
import { currentCertificate, isCertified } from '../../people/certificates.ts';
import { verifySignature } from '../../people/person-keys.ts';
import { sha256 } from '../../platform/hash.ts';
import { nameOf, type Clinic } from './clinic.ts';

/** Name under which the record keeps them. */
export const PARTNERS_SETTING = 'partners';

const Kept = z.array(z.object({ code: z.string(), card: PartnerCard }));
export type KeptPartner = z.infer<typeof Kept>[number];

export const partnersOf = (record: Pick<Clinic['record'], 'setting'>): readonly KeptPartner[] =>
  Kept.safeParse(record.setting(PARTNERS_SETTING)).data ?? [];

const GROUPS = 6;

/**
 * What two people compare by voice: 24 digits (80 bits) of the card's hash. Whoever swaps the card on its way would have
 * to find another card of the same code.
 */
export const codeOf = (card: string): string => {
  const digits = (BigInt(`0x${sha256(card.trim())}`) % 10n ** BigInt(4 * GROUPS)).toString();
  return (digits.padStart(4 * GROUPS, '0').match(/\d{4}/g) ?? []).join(' ');
};

/** The card of this Footnote. */
export const ownCard = (clinic: Clinic): PartnerCard => {
  const certificates = [...clinic.record.certificates()];
  const removed = clinic.record.removedPeople();
  const people = [...new Set(certificates.map(({ person }) => person))]
    .filter((person) => !removed.has(person))
    .map((person) => ({ person, name: nameOf(clinic, person) }));
  return PartnerCard.parse({ version: 1, clinic: clinic.settings().clinic.name, people, certificates });
};

/** The people of a card whose keys an administrator of it certified. */
const certified = ({ people, certificates }: PartnerCard) =>
  people.flatMap(({ person, name }) => {
    const current = currentCertificate(certificates, person);
    return current && isCertified(current, certificates) ? [{ person, name, certificate: current }] : [];
  });

export const partnerView = ({ code, card }: KeptPartner): Partner => ({
  code,
  clinic: card.clinic,
  people: certified(card).map(({ person, name, certificate }) => ({ person, name, role: certificate.role })),
});

/** A card as it came, if it is one and the code read out belongs to it. */
export const readCard = (text: string, typed: string): Result<KeptPartner> => {
  let card: PartnerCard | undefined;
  try {
    card = PartnerCard.safeParse(JSON.parse(text)).data;
  } catch {
    card = undefined;
  }
  if (!card || certified(card).length === 0) return refuse('card-unreadable');
  const code = codeOf(text);
  const digits = (words: string): string => words.replace(/\D/g, '');
  return digits(typed) === digits(code) ? succeed({ code, card }) : refuse('code-differs');
};

/** People of other Footnotes and of this one, with the keys that drafts are sealed for. */
export const peopleKnown = (
  clinic: Clinic,
): ReadonlyMap<string, { readonly name: string; readonly certificate: Certificate }> =>
  new Map(
    [ownCard(clinic), ...partnersOf(clinic.record).map(({ card }) => card)]
      .flatMap(certified)
      .map((one) => [one.person, one]),
  );

/** Whose certificates count for shared drafts, each within its own Footnote. Approvals know the own ones only. */
export const trustOf = (clinic: Clinic): Trust => {
  const circles = [
    clinic.record.certificates(),
    ...partnersOf(clinic.record).map(({ card }) => card.certificates),
  ];
  return {
    isCertified: (certificate) => circles.some((known) => isCertified(certificate, known)),
    verifies: verifySignature,
  };
};
