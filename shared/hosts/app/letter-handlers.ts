import type { letterOperations } from '../../contract/approve.ts';
import { refuse, succeed } from '../../contract/errors.ts';
import { DONE } from '../../contract/operation.ts';
import type { AppContext, HandlersOf } from './context.ts';
import { letterOf } from './letters.ts';
import { withheldOf } from './visit-view.ts';

export const letterHandlers = (context: AppContext): HandlersOf<keyof typeof letterOperations> => ({
  'letter.write': async ({ visit, ...ask }) => {
    const at = await context.desk.atVisit('edit', visit);
    if (!at.ok) return at;
    const { record, clinic, who } = at.value;
    const withheld = withheldOf(record.state(), clinic.settings());
    if (withheld) return refuse(withheld === 'pilot' ? 'pilot-only' : 'assessment-first');
    const told = await record.append({ kind: 'letter-asked', ...ask }, who.person);
    return told.ok ? succeed(DONE) : told;
  },
  'letter.sign': async ({ visit, sha256, passphrase }) => {
    const at = await context.desk.atVisit('approve', visit);
    if (!at.ok) return at;
    const content = await context.reader.read(at.value.record);
    if (!content.ok) return content;
    const written = letterOf(context.services.stages, at.value, content.value);
    if (!written) return refuse('document-missing');
    const { clinic, who } = at.value;
    const { letter } = written;
    return clinic.approver.signLetter(who.session, visit, { letter, shown: sha256 }, passphrase);
  },
});
