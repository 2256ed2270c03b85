import type { DocumentReference, Patient } from '@medplum/fhirtypes';
import { z } from 'zod';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { SealedDraft } from '../../contract/shared-draft.ts';
import { referenceTo, stableId } from '../fhir/ids.ts';
import { readResource, searchFor, writeOnce, type ServerAccess } from '../fhir/record-server.ts';

const KIND = 'application/vnd.footnote.shared-draft+json';
const draftName = (visit: string): string => `DocumentReference/${stableId(visit, 'shared draft')}`;

const SHARED_WITH = 'urn:footnote:shared-with';

const Recipients = z.object({
  recipients: z.array(z.object({ header: z.object({ kid: z.string() }) })),
});

/** Whom a draft is sealed for: opaque ids. */
const recipientsOf = ({ jwe }: SealedDraft): readonly string[] =>
  Recipients.parse(JSON.parse(jwe)).recipients.map(({ header }) => header.kid);

const sealedIn = ({ content }: DocumentReference): SealedDraft | undefined => {
  try {
    const data = Buffer.from(content[0]?.attachment.data ?? '', 'base64').toString('utf8');
    return SealedDraft.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
};

/** A sealed draft as a preliminary document: whose it is can be seen on the server, what it says cannot. */
export const draftResource = (sealed: SealedDraft, patient: Patient, at: string): DocumentReference => ({
  resourceType: 'DocumentReference',
  id: stableId(sealed.visit, 'shared draft'),
  identifier: [
    { system: 'urn:footnote:visit', value: `${sealed.visit}/shared draft` },
    ...recipientsOf(sealed).map((value) => ({ system: SHARED_WITH, value })),
  ],
  status: 'current',
  docStatus: 'preliminary',
  subject: referenceTo(patient),
  date: at,
  description: 'Draft, encrypted for the people of the visit',
  content: [
    {
      attachment: { contentType: KIND, data: Buffer.from(JSON.stringify(sealed)).toString('base64') },
    },
  ],
});

/** Visits of drafts that lie there for a person, by what the server says; whether it is so shows when one is opened. */
export const draftsFor = async (
  access: ServerAccess,
  person: string,
): Promise<Result<readonly { readonly sealed: SealedDraft; readonly at: string }[]>> => {
  const found = await searchFor(access, 'DocumentReference', { system: SHARED_WITH, value: person }, 100);
  if (!found.ok) return found;
  return succeed(
    found.value.flatMap((resource) => {
      if (resource.resourceType !== 'DocumentReference') return [];
      const sealed = sealedIn(resource);
      return sealed ? [{ sealed, at: resource.date ?? '' }] : [];
    }),
  );
};

export interface FoundDraft {
  readonly sealed: SealedDraft;
  readonly version: string;
}

/** The draft of a visit as it lies on the server now; undefined where none does. */
export const fetchDraft = async (
  access: ServerAccess,
  visit: string,
): Promise<Result<FoundDraft | undefined>> => {
  const found = await readResource(access, draftName(visit));
  if (!found.ok) return found;
  if (found.value === undefined) return succeed(undefined);
  if (found.value.resourceType !== 'DocumentReference') return refuse('draft-unreadable');
  const version = found.value.meta?.versionId;
  const sealed = sealedIn(found.value);
  if (!sealed || version === undefined || sealed.visit !== visit) return refuse('draft-unreadable');
  return succeed({ sealed, version });
};

/**
 * Puts a draft on the server over the version that its writer has seen (`null`: none yet). Where another one is there,
 * nothing is written and `fhir-conflict` says so. Gives the version that is now there.
 */
export const putDraft = async (
  access: ServerAccess,
  resource: DocumentReference,
  seen: string | null,
): Promise<Result<{ readonly version: string }>> => {
  const written = await writeOnce(access, resource, seen);
  if (!written.ok) return written;
  if (written.value.version !== undefined) return succeed({ version: written.value.version });
  const now = await readResource(access, `DocumentReference/${resource.id ?? ''}`);
  const version = now.ok ? now.value?.meta?.versionId : undefined;
  return version === undefined ? refuse('fhir-unreachable') : succeed({ version });
};
