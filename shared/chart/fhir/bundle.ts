import type { Unusable } from '../../contract/chart.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';

/** A resource as it stands in the file. `key` is `Type/id`, which evidence points at. */
export interface Entry {
  readonly type: string;
  readonly key: string;
  readonly fullUrl?: string;
  readonly resource: Readonly<Record<string, unknown>>;
}

export interface Resources {
  readonly entries: readonly Entry[];
  /** Every resource of the file by type, duplicates and unusable ones included. */
  readonly counts: Readonly<Record<string, number>>;
  readonly unusable: readonly Unusable[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// A type name is one capitalised word: this also keeps "__proto__" and the like out of every table.
const TYPE = /^[A-Z][A-Za-z]{2,40}$/;
const TYPES_PER_BUNDLE = new Set(['Bundle', 'Parameters']);

/** JSON of one document, or one JSON value per line. Undefined where it is neither. */
const parseAll = (text: string): unknown[] | undefined => {
  try {
    return [JSON.parse(text)];
  } catch {
    const lines = text.split('\n').filter((line) => line.trim());
    if (lines.length < 2) return undefined;
    try {
      return lines.map((line) => JSON.parse(line) as unknown);
    } catch {
      return undefined;
    }
  }
};

/** Resources of a bundle one level down; a bundle inside a bundle is opened once (a searchset of documents). */
const opened = function* (root: unknown): Generator<{ resource: unknown; fullUrl: unknown }> {
  if (!isObject(root) || root['resourceType'] !== 'Bundle') {
    yield { resource: root, fullUrl: undefined };
    return;
  }
  const entries = Array.isArray(root['entry']) ? (root['entry'] as unknown[]) : [];
  for (const entry of entries) {
    if (!isObject(entry)) continue;
    const resource = entry['resource'];
    if (isObject(resource) && resource['resourceType'] === 'Bundle' && Array.isArray(resource['entry']))
      for (const inner of resource['entry'] as unknown[])
        yield {
          resource: isObject(inner) ? inner['resource'] : inner,
          fullUrl: isObject(inner) ? inner['fullUrl'] : undefined,
        };
    else yield { resource, fullUrl: entry['fullUrl'] };
  }
};

/**
 * Every resource of a FHIR JSON text: a bundle of any type, a single resource, a list of resources, or NDJSON.
 * Errors: chart-not-json, chart-not-fhir.
 */
export const openResources = (text: string): Result<Resources> => {
  const roots = parseAll(text);
  if (!roots) return refuse('chart-not-json');
  const entries: Entry[] = [];
  const unusable: Unusable[] = [];
  const counts = new Map<string, number>();
  const flat = roots.flatMap((root) => (Array.isArray(root) ? (root as unknown[]) : [root]));
  let place = 0;
  for (const root of flat)
    for (const { resource, fullUrl } of opened(root)) {
      place += 1;
      const type = isObject(resource) ? resource['resourceType'] : undefined;
      if (!isObject(resource) || typeof type !== 'string' || !TYPE.test(type) || TYPES_PER_BUNDLE.has(type)) {
        unusable.push({ resource: `entry ${place}`, reason: 'not a FHIR resource' });
        continue;
      }
      counts.set(type, (counts.get(type) ?? 0) + 1);
      const id = typeof resource['id'] === 'string' && resource['id'] ? resource['id'] : `entry-${place}`;
      entries.push({
        type,
        key: `${type}/${id}`,
        resource,
        ...(typeof fullUrl === 'string' ? { fullUrl } : {}),
      });
    }
  return entries.length
    ? succeed({ entries, unusable, counts: Object.fromEntries(counts) })
    : refuse('chart-not-fhir');
};
