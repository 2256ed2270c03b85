/** The rows of the error table (errors.ts) that concern a record elsewhere. Nothing approved is ever lost by them. */
export const FHIR_ERRORS = {
  'fhir-unreachable': {
    exit: 3,
    message: 'the record server does not answer; the visit is kept here and sent again later',
  },
  'fhir-not-one': {
    exit: 3,
    message: 'what answers at this address is no FHIR server; check the address',
  },
  'fhir-refused': {
    exit: 3,
    message: 'the record server refused the visit; it is kept here, ask whoever runs that server',
  },
  'fhir-signed-out': {
    exit: 3,
    message: 'the record server wants you to sign in again; the visit is kept here',
  },
  'fhir-conflict': {
    exit: 3,
    message: 'someone else changed this in the meantime; look at both before anything is written',
  },
  'draft-unreadable': {
    exit: 3,
    message:
      'this shared draft is not for you or was changed on its way; ask who shared it to share it again',
  },
  'card-unreadable': {
    exit: 2,
    message: 'this is no card of another Footnote; copy the whole of it from the screen there',
  },
  'code-differs': {
    exit: 3,
    message:
      'the code is not the one of this card; read it out again, and if it still differs someone changed the card on its way',
  },
  'patient-unknown': { exit: 3, message: 'the record server knows no patient by that number; check it' },
  'patient-ambiguous': {
    exit: 3,
    message: 'that number belongs to more than one patient on the record server; choose the patient first',
  },
} as const;
