import canonicalize from 'canonicalize';
import type { Certificate } from '../contract/vault.ts';
import { verifySignature } from './person-keys.ts';

export type BareCertificate = Omit<Certificate, 'signature'>;

/** The bytes that a certificate's issuer signs. */
export const certificateMessage = (bare: BareCertificate): Buffer =>
  Buffer.from(`footnote certificate 1\n${canonicalize(bare) ?? ''}`);

const messageOf = (certificate: Certificate): Buffer => {
  const bare: Partial<Certificate> = { ...certificate };
  delete bare.signature;
  return certificateMessage(bare as BareCertificate);
};

const find = (known: readonly Certificate[], person: string, serial: number): Certificate | undefined =>
  known.find((one) => one.person === person && one.serial === serial);

/**
 * Whether a certificate is one that the vault journal holds and leads, issuer by issuer, to an administrator who
 * certified herself when the vault was made (or recovered). Old certificates keep verifying what was signed under them.
 */
export const isCertified = (certificate: Certificate, known: readonly Certificate[], depth = 0): boolean => {
  const held = find(known, certificate.person, certificate.serial);
  if (held?.signature !== certificate.signature || depth > 16) return false;
  const own = certificate.issuer === certificate.person && certificate.issuerSerial === certificate.serial;
  const issuer = own ? certificate : find(known, certificate.issuer, certificate.issuerSerial);
  if (issuer?.role !== 'administrator') return false;
  if (!verifySignature(issuer.signKey, messageOf(certificate), certificate.signature)) return false;
  return own || isCertified(issuer, known, depth + 1);
};

/** A person's certificate in force: the one of the highest serial. */
export const currentCertificate = (known: readonly Certificate[], person: string): Certificate | undefined =>
  known.filter((one) => one.person === person).sort((a, b) => b.serial - a.serial)[0];
