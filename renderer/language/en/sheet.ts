/** The patient's sheet, the letter and what goes to the patient. */
export const sheet = {
  'final.message': 'Copy as a message to the patient',
  'addendum.sheet': 'For the patient, too',
  'addendum.sheet.hint': 'The sheet says these words when it is printed again.',
  'addendum.on-sheet': 'On the patient’s sheet.',
} as const;
