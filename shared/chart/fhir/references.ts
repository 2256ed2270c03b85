import type { Entry } from './bundle.ts';

/**
 * The last part of a reference, without server and version: "https://x/fhir/Patient/1/_history/2" → "Patient/1",
 * "urn:uuid:7" → "urn:uuid:7".
 */
export const referenceKey = (reference: string): string => {
  if (reference.startsWith('urn:') || reference.startsWith('#')) return reference;
  const path = reference.replace(/\/_history\/.*$/, '').split('?')[0] ?? '';
  const parts = path.split('/').filter(Boolean);
  return parts.slice(-2).join('/');
};

/** Finds what a reference points at: by type and id, by full URL, or inside the resource that holds it. */
export class References {
  private readonly known = new Map<string, Entry>();

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) {
      this.known.set(entry.key, entry);
      if (entry.fullUrl) this.known.set(referenceKey(entry.fullUrl), entry);
    }
  }

  resolve(reference: string | undefined, from: Entry): Readonly<Record<string, unknown>> | undefined {
    if (!reference) return undefined;
    if (!reference.startsWith('#')) return this.known.get(referenceKey(reference))?.resource;
    const contained = from.resource['contained'];
    if (!Array.isArray(contained)) return undefined;
    return (contained as unknown[]).find(
      (item): item is Record<string, unknown> =>
        typeof item === 'object' && item !== null && (item as { id?: unknown }).id === reference.slice(1),
    );
  }

  /** `Type/id` of what is referred to, as evidence and orders name it. */
  keyOf(reference: string | undefined): string | undefined {
    if (!reference) return undefined;
    const key = referenceKey(reference);
    return this.known.get(key)?.key ?? (key || undefined);
  }
}
