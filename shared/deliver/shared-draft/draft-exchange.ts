import type { DocumentReference, Patient } from '@medplum/fhirtypes';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { SealedDraft } from '../../contract/shared-draft.ts';
import { referenceTo, stableId } from '../fhir/ids.ts';
import { readResource, writeOnce, type ServerAccess } from '../fhir/record-server.ts';

const KIND = 'application/vnd.footnote.shared-draft+json';
const draftName = (visit: string): string => `DocumentReference/${stableId(visit, 'shared draft')}`;

/** A sealed draft as a preliminary document: whose it is can be seen on the server, what it says cannot. */
export const draftResource = (sealed: SealedDraft, patient: Patient, at: string): DocumentReference => ({
  resourceType: 'DocumentReference',
  id: stableId(sealed.visit, 'shared draft'),
  identifier: [{ system: 'urn:footnote:visit', value: `${sealed.visit}/shared draft` }],
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
  const data = found.value.content[0]?.attachment.data ?? '';
  try {
    const sealed = SealedDraft.safeParse(JSON.parse(Buffer.from(data, 'base64').toString('utf8')));
    if (!sealed.success || version === undefined || sealed.data.visit !== visit)
      return refuse('draft-unreadable');
    return succeed({ sealed: sealed.data, version });
  } catch {
    return refuse('draft-unreadable');
  }
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
