import type { exportOperations } from '../../contract/approve.ts';
import { Letter } from '../../contract/deliver.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { DONE } from '../../contract/operation.ts';
import { VisitDocument, type DocumentName } from '../../contract/vault.ts';
import { renderExport, type Exported } from '../../deliver/exports.ts';
import { approvedOf } from './approved-visit.ts';
import { recordConnection } from './connection-settings.ts';
import type { AppContext, HandlersOf } from './context.ts';
import type { AtVisit } from './desk.ts';
import { addendaSince, checkedSheet, letterPaper } from './signed-paper.ts';

/** Puts the approved visit among those that wait for the record system; refuses where there is none. */
export const askToSend = async (
  { sender }: AppContext,
  { clinic, record, who }: AtVisit,
  patient?: string,
): Promise<Result<typeof DONE>> => {
  const connection = recordConnection(clinic.record);
  if (!connection) return refuse('server-not-set');
  const { host } = new URL(connection.endpoint.url);
  const told = await record.append(
    { kind: 'send-asked', host, ...(patient !== undefined && { patient }) },
    who.person,
  );
  if (!told.ok) return told;
  sender.nudge();
  return succeed(DONE);
};

/** The signed text, not what the record holds now, with what stands around it on paper. */
const asExported = (
  { services }: AppContext,
  at: AtVisit,
  document: DocumentName,
  sha256: string,
  canonical: string,
): Exported | undefined => {
  const { content } = JSON.parse(canonical) as { content: unknown };
  if (document === 'letter') {
    const letter = Letter.safeParse(content);
    return letter.success ? { letter: letter.data, paper: letterPaper(at, sha256) } : undefined;
  }
  const signed = VisitDocument.safeParse(content);
  if (!signed.success) return undefined;
  return 'language' in signed.data
    ? services.stages.sheetPrinted(checkedSheet(at, signed.data))
    : { note: signed.data, addenda: addendaSince(at) };
};

export const exportHandlers = (context: AppContext): HandlersOf<keyof typeof exportOperations> => ({
  'release.send': async ({ visit, patient }) => {
    const at = await context.desk.atVisit('release-final', visit);
    return at.ok ? askToSend(context, at.value, patient) : at;
  },
  'release.export': async ({ visit, document, sha256, format }) => {
    const at = await context.desk.atVisit('release-final', visit);
    if (!at.ok) return at;
    const { clinic, record, who } = at.value;
    const content = await context.reader.read(record);
    if (!content.ok) return content;
    const final = await clinic.approver.release(who.session, visit, document, sha256, 'export');
    if (!final.ok) return final;
    const approved = approvedOf(at.value, content.value.chart);
    if (!approved) return refuse('not-approved');
    const signed = asExported(context, at.value, document, sha256, final.value.canonical);
    const file = signed && (await renderExport(format, document, signed, approved));
    if (!file) return refuse('document-missing');
    const { name, type, bytes } = file;
    return succeed({ name, type, base64: Buffer.from(bytes).toString('base64') });
  },
});
