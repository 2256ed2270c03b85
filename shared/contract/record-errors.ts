/** The rows of the error table (errors.ts) that concern the record: vault, people, recording, approval, the way out. */
export const RECORD_ERRORS = {
  'vault-missing': { exit: 3, message: 'there is no record in this folder; check the folder' },
  'vault-exists': { exit: 3, message: 'this folder already holds a record; it was left as it is' },
  'vault-in-use': {
    exit: 3,
    message: 'the record is open in another window or program; close that one first',
  },
  'vault-newer': {
    exit: 3,
    message:
      'the record was written by a newer version of Footnote; install that version, nothing was changed',
  },
  'vault-read-only': {
    exit: 3,
    message: 'the folder of the record cannot be written; allow writing to it, nothing was lost',
  },
  'vault-symlinked': {
    exit: 3,
    message: 'the folder of the record is a link to somewhere else; name the folder itself',
  },
  'vault-damaged': {
    exit: 3,
    message: 'the head of the record is damaged in both its copies; restore a backup, nothing was changed',
  },
  'record-findings': {
    exit: 3,
    message: 'the record does not hold together in {found} places; keep this folder as it is and get help',
  },
  'vault-closed': { exit: 3, message: 'the record is closed; log in first' },
  'wrong-passphrase': { exit: 3, message: 'the name or the passphrase is not right; nothing was changed' },
  'recovery-key-wrong': {
    exit: 3,
    message: 'the recovery key is not right; check each group against the printed sheet',
  },
  'keychain-gone': {
    exit: 3,
    message:
      'the key that this machine keeps for the record is gone; use the printed recovery key, nothing was changed',
  },
  'keychain-needed': {
    exit: 3,
    message:
      'the record was made by the desktop app and needs its keychain; open it there, or use the printed recovery key in the app',
  },
  'keychain-refused': {
    exit: 3,
    message:
      'the keychain of this machine did not answer or keeps secrets in plain text; nothing was changed',
  },
  'vault-other-machine': {
    exit: 3,
    message:
      'the record was copied from another machine, whose keychain it needs; use the printed recovery key here',
  },
  'passphrase-short': { exit: 3, message: 'a passphrase needs at least 12 characters; choose a longer one' },
  'pin-shape': { exit: 3, message: 'a PIN has 4 to 12 digits' },
  'visit-unknown': { exit: 3, message: 'there is no such visit in the record' },
  'visit-quarantined': {
    exit: 3,
    message: 'this visit was found damaged and set aside; every other visit opens, see the record check',
  },
  'visit-order': { exit: 3, message: 'this cannot be done in the present state of the visit' },
  'entry-shape': { exit: 3, message: 'the entry does not have the expected shape; nothing was written' },
  'approved-locked': {
    exit: 3,
    message: 'the visit is approved and its text is locked; write an addendum instead',
  },
  'not-approved': { exit: 3, message: 'only approved text can be printed, copied or sent as final' },
  'stale-lines': {
    exit: 3,
    message: 'some lines no longer agree with an edited twin; look at them before approving',
  },
  'hash-differs': {
    exit: 3,
    message: 'the text has changed since it was shown; look at it again',
  },
  'token-spent': { exit: 3, message: 'this confirmation was used, is too old or is not yours; ask again' },
  'content-shredded': { exit: 3, message: 'this part of the visit was destroyed as the retention rule says' },
  'audio-before-approval': { exit: 3, message: 'the recording is kept until the visit is approved' },
  'role-refused': { exit: 3, message: 'your role does not allow this' },
  'session-locked': { exit: 3, message: 'the session is locked; enter your PIN or passphrase' },
  'session-ended': { exit: 3, message: 'the session has ended; log in with your passphrase' },
  'pin-wrong': { exit: 3, message: 'the PIN is not right' },
  'person-needed': {
    exit: 2,
    message: 'say who is at work with --as NAME, by the name in the record',
  },
  'person-unknown': { exit: 3, message: 'there is no such person in the record' },
  'person-exists': { exit: 3, message: 'there is already a person of that name; choose another name' },
  'last-administrator': { exit: 3, message: 'the record needs at least one administrator' },
  'certificate-bad': { exit: 3, message: 'the key of this person is not certified by an administrator' },
  'consent-withdrawn': { exit: 3, message: 'consent was withdrawn; nothing more is recorded' },
  'recording-unknown': { exit: 3, message: 'there is no such recording in this visit' },
  'recording-running': { exit: 3, message: 'a recording is running; stop it first' },
  'recording-stopped': { exit: 3, message: 'the recording has stopped; start another one' },
  'recording-paused': { exit: 3, message: 'the recording is paused or off the record; nothing was kept' },
  'chunk-order': { exit: 3, message: 'a piece of the recording came out of order; send the expected one' },
  'chunk-shape': { exit: 3, message: 'a piece of the recording is not 16 kHz mono 16-bit sound' },
  'disk-no-room': {
    exit: 3,
    message: 'the disk is nearly full, so no recording was begun; free some space and try again',
  },
  'disk-low': {
    exit: 3,
    message: 'the disk is nearly full; the recording was stopped and all of it is kept',
  },
  'assessment-first': {
    exit: 3,
    message: 'write your own assessment first; the drafted one is shown after it',
  },
  'pilot-only': {
    exit: 3,
    message: 'drafts are on trial here: they are shown to compare, and cannot be approved',
  },
  'document-missing': { exit: 3, message: 'the visit has no such document' },
  'line-missing': { exit: 3, message: 'this line is not in the visit any more; open the visit again' },
  'question-missing': {
    exit: 3,
    message: 'this question is not on the visit any more; open the visit again',
  },
  'evidence-unknown': {
    exit: 3,
    message: 'a source of this line is not in the visit; nothing was changed',
  },
  'nothing-to-undo': { exit: 3, message: 'there is nothing to take back or to do again' },
  'backup-damaged': { exit: 3, message: 'the backup is damaged or not one of ours; nothing was restored' },
  'egress-refused': {
    exit: 3,
    message: 'Footnote may not reach that host; an administrator can allow it in the settings',
  },
  'egress-certificate': {
    exit: 3,
    message: 'the certificate of that host is not trusted; an administrator can name the one to accept',
  },
  'egress-failed': { exit: 3, message: 'the host did not answer; try again later' },
} as const;
