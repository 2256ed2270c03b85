import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { ApprovalOffer } from '../contract/approve.ts';
import type { Letter } from '../contract/deliver.ts';
import type { Authority, Signed, Signer } from '../contract/people.ts';
import type { DocumentName, VisitEntry } from '../contract/vault.ts';
import type { VisitRecord, VisitState, VisitStore } from '../contract/visit-record.ts';
import { sha256 as hashOf } from '../platform/hash.ts';
import { canonicalText, letterToSign, messageFor, textToSign } from './signed-text.ts';
import { SingleUseTokens } from './single-use.ts';

export interface ApproverGround {
  readonly store: VisitStore;
  readonly authority: Authority;
  readonly signer: Signer;
  readonly now: () => Date;
}

type Approval = Extract<VisitEntry, { kind: 'approval' }>;
type Addendum = Extract<VisitEntry, { kind: 'addendum' }>;
type SignedLetter = Extract<VisitEntry, { kind: 'letter-signed' }>;

const notYet = (state: VisitState): Result<void> => {
  if (state.approval || state.stage === 'closed') return refuse('approved-locked');
  if (state.stage !== 'draft' && state.stage !== 'ready-for-review') return refuse('visit-order');
  return state.stale.length > 0 ? refuse('stale-lines', { lines: state.stale.length }) : succeed(undefined);
};

/** Approval, addenda, and the only door through which final text leaves. Every rule holds here, not in the window. */
export class Approver {
  private readonly tokens: SingleUseTokens;

  constructor(private readonly ground: ApproverGround) {
    this.tokens = new SingleUseTokens(ground.now);
  }

  /** What would be signed now, with a token that is good for this text and this session, once. */
  async offer(session: string, visit: string): Promise<Result<ApprovalOffer>> {
    const who = this.ground.authority.require(session, 'approve');
    if (!who.ok) return who;
    const opened = await this.ground.store.open(visit);
    if (!opened.ok) return opened;
    const open = notYet(opened.value.state());
    if (!open.ok) return open;
    const text = textToSign(opened.value.state());
    return succeed({
      sha256: text.sha256,
      token: this.tokens.issue(session, `approve ${visit}`, text.sha256),
      documents: text.documents.map(({ document, sha256 }) => ({ document, sha256 })),
    });
  }

  /** Signs what the record holds at this moment, if it is what the screen showed. */
  async approve(
    session: string,
    visit: string,
    shown: { readonly token: string; readonly sha256: string; readonly unseen: number },
    passphrase: string,
  ): Promise<Result<{ readonly sha256: string }>> {
    const who = this.ground.authority.require(session, 'approve');
    if (!who.ok) return who;
    const spent = this.tokens.spend(shown.token, session, `approve ${visit}`, shown.sha256);
    if (!spent.ok) return spent;
    const opened = await this.ground.store.open(visit);
    if (!opened.ok) return opened;
    const open = notYet(opened.value.state());
    if (!open.ok) return open;
    const text = textToSign(opened.value.state());
    if (text.sha256 !== shown.sha256) return refuse('hash-differs');
    const messages = [
      messageFor('approval', text.sha256),
      ...text.documents.map(({ sha256 }) => messageFor('document', sha256)),
    ];
    const signed = await this.ground.signer.sign(session, passphrase, messages);
    if (!signed.ok) return signed;
    const [signature = '', ...others] = signed.value.signatures;
    const documents = text.documents.map(({ document, sha256 }, i) => ({
      document,
      sha256,
      signature: others[i] ?? '',
    }));
    // Signing took time: an edit that came in between is not what was shown.
    if (textToSign(opened.value.state()).sha256 !== shown.sha256) return refuse('hash-differs');
    const { canonical, sha256 } = text;
    const entry: Approval = {
      kind: 'approval',
      sha256,
      canonical,
      documents,
      signature,
      certificate: signed.value.certificate,
      unseen: shown.unseen,
    };
    const told = await opened.value.append(entry, who.value.person);
    return told.ok ? succeed({ sha256 }) : told;
  }

  /** A signed entry of its own; the approved text stays as it is. */
  async addendum(
    session: string,
    visit: string,
    { text, onSheet }: { readonly text: string; readonly onSheet: boolean },
    passphrase: string,
  ): Promise<Result<{ readonly sha256: string }>> {
    const who = this.ground.authority.require(session, 'addendum');
    if (!who.ok) return who;
    const opened = await this.ground.store.open(visit);
    if (!opened.ok) return opened;
    const { approval } = opened.value.state();
    if (!approval) return refuse('not-approved');
    const at = this.ground.now().toISOString();
    const of = approval.sha256;
    const meant = onSheet ? { onSheet } : {};
    const canonical = canonicalText({ version: 1, visit, of, text, ...meant, at, by: who.value.person });
    const sha256 = hashOf(canonical);
    const signed = await this.ground.signer.sign(session, passphrase, [messageFor('addendum', sha256)]);
    if (!signed.ok) return signed;
    const [signature = ''] = signed.value.signatures;
    const { certificate } = signed.value;
    const entry: Addendum = {
      kind: 'addendum',
      text,
      ...meant,
      of,
      canonical,
      sha256,
      signature,
      certificate,
    };
    const told = await opened.value.append(entry, who.value.person);
    return told.ok ? succeed({ sha256 }) : told;
  }

  /**
   * Signs a letter made of the approved note, on its own: `letter` is what the host makes of the record at this moment,
   * and is refused if it is not what the screen showed.
   */
  async signLetter(
    session: string,
    visit: string,
    { letter, shown }: { readonly letter: Letter; readonly shown: string },
    passphrase: string,
  ): Promise<Result<{ readonly sha256: string }>> {
    const who = this.ground.authority.require(session, 'approve');
    if (!who.ok) return who;
    const opened = await this.ground.store.open(visit);
    if (!opened.ok) return opened;
    const { approval } = opened.value.state();
    if (!approval) return refuse('not-approved');
    const { canonical, sha256 } = letterToSign(visit, letter);
    if (sha256 !== shown) return refuse('hash-differs');
    const signed = await this.ground.signer.sign(session, passphrase, [messageFor('document', sha256)]);
    if (!signed.ok) return signed;
    const [signature = ''] = signed.value.signatures;
    const entry: SignedLetter = {
      kind: 'letter-signed',
      to: letter.header.to ?? '',
      of: approval.sha256,
      canonical,
      sha256,
      signature,
      certificate: signed.value.certificate,
    };
    const told = await opened.value.append(entry, who.value.person);
    return told.ok ? succeed({ sha256 }) : told;
  }

  /** The signed text of one document, for print, copy or export: by its hash, after the release is in the record. */
  async release(
    session: string,
    visit: string,
    document: DocumentName,
    sha256: string,
    how: 'print' | 'copy' | 'export',
  ): Promise<Result<{ readonly canonical: string }>> {
    const who = this.ground.authority.require(session, 'release-final');
    if (!who.ok) return who;
    const opened = await this.ground.store.open(visit);
    if (!opened.ok) return opened;
    const { approval, letters } = opened.value.state();
    if (!approval) return refuse('not-approved');
    const canonical =
      document === 'letter'
        ? letters.find((one) => one.sha256 === sha256)?.canonical
        : documentText(approval, document);
    if (canonical === undefined || hashOf(canonical) !== sha256) return refuse('hash-differs');
    const told = await opened.value.append({ kind: 'released', how, document, sha256 }, who.value.person);
    return told.ok ? succeed({ canonical }) : told;
  }

  /** Scribes and clinicians say that a draft is ready to be looked at. */
  async markReady(session: string, visit: string): Promise<Result<unknown>> {
    const who = this.ground.authority.require(session, 'mark-ready');
    if (!who.ok) return who;
    const opened = await this.ground.store.open(visit);
    return opened.ok ? opened.value.append({ kind: 'ready' }, who.value.person) : opened;
  }

  /** Whether the signatures of a visit are those of certified people over the text it holds. */
  verifies(visit: VisitRecord): boolean {
    const { approval, addenda, letters } = visit.state();
    return (
      (approval === undefined || verifyApproval(approval, this.ground.signer)) &&
      addenda.every((one) => verifyAddendum(one, this.ground.signer)) &&
      letters.every((one) => verifyLetter(one, this.ground.signer))
    );
  }
}

/** One document's canonical text, out of the whole that was signed. It works after the drafts were shredded, too. */
const documentText = (approval: Approval, document: string): string | undefined => {
  const whole = JSON.parse(approval.canonical) as { visit: string; documents: Record<string, unknown> };
  const content = whole.documents[document];
  return content === undefined ? undefined : canonicalText({ visit: whole.visit, document, content });
};

const verifyApproval = (approval: Approval, signer: Signer): boolean => {
  if (hashOf(approval.canonical) !== approval.sha256) return false;
  const by = (signature: string): Signed => ({ signature, certificate: approval.certificate });
  if (approval.certificate.role !== 'clinician') return false;
  if (!signer.verifies(by(approval.signature), messageFor('approval', approval.sha256))) return false;
  return approval.documents.every(({ document, sha256, signature }) => {
    const text = documentText(approval, document);
    return (
      text !== undefined &&
      hashOf(text) === sha256 &&
      signer.verifies(by(signature), messageFor('document', sha256))
    );
  });
};

/** Whether the entry's own fields are those that were signed: they are what is shown and printed. */
const saysWhatWasSigned = ({ text, onSheet, canonical }: Addendum): boolean => {
  const signed = JSON.parse(canonical) as { readonly text: string; readonly onSheet?: boolean };
  return signed.text === text && signed.onSheet === onSheet;
};

const verifyAddendum = (addendum: Addendum, signer: Signer): boolean =>
  hashOf(addendum.canonical) === addendum.sha256 &&
  saysWhatWasSigned(addendum) &&
  addendum.certificate.role === 'clinician' &&
  signer.verifies(addendum, messageFor('addendum', addendum.sha256));

const verifyLetter = (letter: SignedLetter, signer: Signer): boolean =>
  hashOf(letter.canonical) === letter.sha256 &&
  letter.certificate.role === 'clinician' &&
  signer.verifies(letter, messageFor('document', letter.sha256));
