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
  'server-not-set': {
    exit: 3,
    message: 'no record system is set up; an administrator does that in the settings',
  },
} as const;
