/** The rows of the error table (errors.ts) that concern language models. None of them loses a draft. */
export const MODEL_ERRORS = {
  'model-not-set': {
    exit: 4,
    message: 'no language model is set up for this drafter; name one, or use the built-in drafter',
  },
  'model-host-refused': {
    exit: 3,
    message:
      'the language model is on another machine; an administrator has to allow that host and confirm it in writing',
  },
  'model-certificate': {
    exit: 3,
    message:
      'the certificate of the language model is not trusted; name its file as the certificate to accept, or have it signed',
  },
  'model-unreachable': { exit: 3, message: 'the language model does not answer; the built-in draft stands' },
  'model-not-one': {
    exit: 3,
    message:
      'what answers at this address is no language model; check the address, the built-in draft stands',
  },
  'model-refused': {
    exit: 3,
    message: 'the language model refused the question; check its name and key, the built-in draft stands',
  },
  'model-busy': { exit: 3, message: 'the language model is too busy; the built-in draft stands' },
  'model-timeout': { exit: 3, message: 'the language model took too long; the built-in draft stands' },
  'model-cut-off': {
    exit: 3,
    message: 'the language model stopped in mid-answer; the built-in draft stands',
  },
  'model-invalid': {
    exit: 3,
    message: 'the language model gave no usable answer; the built-in draft stands',
  },
  'model-window': {
    exit: 3,
    message: 'the window of the language model is too small to draft; the built-in draft stands',
  },
  'model-not-passed': {
    exit: 4,
    message:
      'this language model has not passed the evaluation for this task; run npm run evals -- --drafter',
  },
  'language-refused': {
    exit: 3,
    message: 'a language model is asked for other words in English only: its checks read no other language',
  },
  'model-not-on-sheet': {
    exit: 4,
    message:
      "this language model is on another machine and the patient's sheet does not name it; have it draft the visit, which puts it there",
  },
  'model-addon-missing': {
    exit: 4,
    message: 'the add-on that runs a language model on this machine is not installed; see the README',
  },
} as const;
