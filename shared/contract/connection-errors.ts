/** The rows of the error table (errors.ts) that concern setting up a way to another program. Nothing is changed by them. */
export const CONNECTION_ERRORS = {
  'host-not-confirmed': {
    exit: 3,
    message:
      'this address is on another machine; type the name of its host, letter by letter, to confirm in writing that visits may be sent there',
  },
  'address-insecure': {
    exit: 3,
    message: 'an address on another machine has to begin with https, without a name or password in it',
  },
  'person-sign-in-missing': {
    exit: 3,
    message:
      'the record system offers no safe sign-in by a person (an authorisation page with PKCE S256); ask whoever runs it',
  },
  'sign-in-busy': {
    exit: 3,
    message:
      'another program on this machine holds the address that the sign-in comes back to; close it and begin again',
  },
  'sign-in-ended': {
    exit: 3,
    message: 'the sign-in at the record system was not finished; begin again',
  },
  'server-not-set': {
    exit: 3,
    message: 'no record system is set up; an administrator does that in the settings',
  },
} as const;
