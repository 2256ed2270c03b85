import { createHash } from 'node:crypto';

/**
 * A UUID (version 8, RFC 9562) that is the same for the same thing every time: a second try after a lost answer writes
 * to the same place. `what` names the thing inside `of` (a visit, a person, a model).
 */
export const stableId = (of: string, what: string): string => {
  const bytes = createHash('sha256').update(`footnote fhir 1\n${of}\n${what}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

export const referenceTo = (resource: {
  resourceType: string;
  id?: string | undefined;
}): { reference: string } => ({
  reference: `${resource.resourceType}/${resource.id ?? ''}`,
});
