import { z } from 'zod';
import {
  Certificate,
  DataKind,
  OpaqueId,
  Sha256,
  VisitSummary,
  VisitTally,
  type VaultEntry,
} from '../contract/vault.ts';
import { sha256 } from '../platform/hash.ts';

/** A visit's counts, and when it was approved. */
const Counted = VisitTally.extend({ at: z.string() });
export type Counted = z.infer<typeof Counted>;

const KnownVisit = z.object({ summary: VisitSummary, n: z.number().int(), link: Sha256 });
export type KnownVisit = z.infer<typeof KnownVisit>;

/** What the vault journal adds up to; also the shape of the index file, which only saves reading the journal again. */
export type PersonKeysEntry = Extract<VaultEntry, { kind: 'person-keys' }>;

export interface VaultState {
  readonly visits: Map<string, KnownVisit>;
  /** Opened and not closed: to be looked over when the program starts again. */
  readonly unclosed: Set<string>;
  readonly shreds: Map<string, readonly DataKind[]>;
  readonly settings: Map<string, unknown>;
  egress: readonly string[];
  readonly certificates: Certificate[];
  readonly personKeys: Map<string, PersonKeysEntry>;
  readonly removed: Set<string>;
  readonly names: Map<string, string>;
  readonly tallies: Map<string, Counted>;
  /** The latest time any entry was written at. */
  lastAt: string;
}

/** Maps and sets are changed in place as the journal is read: it may have a million entries. */
export const emptyVaultState = (): VaultState => ({
  visits: new Map(),
  unclosed: new Set(),
  shreds: new Map(),
  settings: new Map(),
  egress: [],
  certificates: [],
  personKeys: new Map(),
  removed: new Set(),
  names: new Map(),
  tallies: new Map(),
  lastAt: '',
});

export interface VaultEntryPlace {
  readonly at: string;
  readonly head?: { readonly n: number; readonly link: string } | undefined;
}

/** Takes one entry into the state. */
export const takeVaultEntry = (state: VaultState, entry: VaultEntry, place: VaultEntryPlace): void => {
  if (place.at > state.lastAt) state.lastAt = place.at;
  switch (entry.kind) {
    case 'head':
      if (place.head) state.visits.set(entry.summary.visit, { summary: entry.summary, ...place.head });
      break;
    case 'visit-opened':
      state.unclosed.add(entry.visit);
      break;
    case 'visit-closed':
      state.unclosed.delete(entry.visit);
      break;
    case 'shred':
      state.shreds.set(entry.visit, [...new Set([...(state.shreds.get(entry.visit) ?? []), ...entry.kinds])]);
      break;
    case 'settings':
      state.settings.set(entry.name, entry.value);
      break;
    case 'egress-changed':
      state.egress = entry.hosts;
      break;
    case 'person-certified':
      state.certificates.push(entry.certificate);
      state.removed.delete(entry.certificate.person);
      break;
    case 'person-keys':
      state.personKeys.set(entry.person, entry);
      break;
    case 'counted':
      state.tallies.set(entry.visit, { ...entry.tally, at: place.at });
      break;
    case 'person-named':
      state.names.set(entry.person, entry.label);
      break;
    case 'person-removed':
      state.removed.add(entry.person);
      break;
    default:
      break;
  }
};

/** The state as JSON and back. */
export const stateAsJson = (state: VaultState): unknown => ({
  ...state,
  visits: [...state.visits],
  unclosed: [...state.unclosed],
  shreds: [...state.shreds],
  settings: [...state.settings],
  personKeys: [...state.personKeys],
  removed: [...state.removed],
  names: [...state.names],
  tallies: [...state.tallies],
});

const Stored = z.object({
  visits: z.array(z.tuple([OpaqueId, KnownVisit])),
  unclosed: z.array(OpaqueId),
  shreds: z.array(z.tuple([OpaqueId, z.array(DataKind)])),
  settings: z.array(z.tuple([z.string(), z.unknown()])),
  egress: z.array(z.string()),
  certificates: z.array(Certificate),
  personKeys: z.array(
    z.tuple([
      OpaqueId,
      z.object({
        kind: z.literal('person-keys'),
        person: OpaqueId,
        serial: z.number().int(),
        sealed: z.string(),
      }),
    ]),
  ),
  removed: z.array(OpaqueId),
  names: z.array(z.tuple([OpaqueId, z.string()])),
  tallies: z.array(z.tuple([OpaqueId, Counted])),
  lastAt: z.string(),
});

type Stored = z.infer<typeof Stored>;

let shape: string | undefined;

/**
 * Names the shape that a stored state has. The index is sealed under the vault's own key, so what bears this name was
 * written by a program with the same schema: it is not checked field by field, which for thousands of visits took most
 * of the time to open. An index of another shape is not read, and the journal is.
 */
export const stateShape = (): string => (shape ??= sha256(JSON.stringify(z.toJSONSchema(Stored))));

/** A stored state of this program's own shape, as it is worked with. */
export const stateFromJson = (json: unknown): VaultState => {
  const stored = json as Stored;
  return {
    ...stored,
    visits: new Map(stored.visits),
    unclosed: new Set(stored.unclosed),
    shreds: new Map(stored.shreds),
    settings: new Map(stored.settings),
    personKeys: new Map(stored.personKeys),
    removed: new Set(stored.removed),
    names: new Map(stored.names),
    tallies: new Map(stored.tallies),
  };
};
