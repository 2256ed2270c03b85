import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { Agent, fetch as fetchWith } from 'undici';
import { makeEgress, type Egress } from './egress.ts';

export const isCertificate = (text: string): boolean => {
  try {
    return new X509Certificate(text).subject !== '';
  } catch {
    return false;
  }
};

/** `fetch` that also trusts a certificate (PEM), which is the way to add a self-signed one. Throws where it is none. */
const trusting = (certificate: string): typeof fetch => {
  // Of a text that is none, TLS would say nothing and trust nothing.
  if (!isCertificate(certificate)) throw new Error('no certificate');
  const dispatcher = new Agent({ connect: { ca: [...rootCertificates, certificate] } });
  // The types of Node's own fetch and of the package it is built from differ in names only.
  return ((url: string, init: object) => fetchWith(url, { ...init, dispatcher })) as unknown as typeof fetch;
};

/** The way to the host of an address and to no other, not even where it points to. Whether it may be asked: `mayAsk`. */
export const sendToOneHost = (address: string, certificate: string | undefined): Egress['fetch'] => {
  const { host } = new URL(address);
  return makeEgress(() => [host], certificate ? trusting(certificate) : undefined).fetch;
};
