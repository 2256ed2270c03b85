/** Language models and other Footnotes: what they may do, and how they did. */
export const connections = {
  'model.tasks': 'What it is used for',
  'model.tasks.hint':
    'Each only after it has passed the test for it. The test is made up of invented conversations; nothing of a patient is in it.',
  'model.task.draft': 'Drafting the note',
  'model.task.rewrite': 'Rewording lines of the note on request',
  'model.task.plainer': 'Plainer words for the patient’s sheet',
  'model.task.letter': 'Connected sentences for a letter',
  'model.task.message': 'Friendly words for a message to the patient',
  'model.task.differential': 'Possible explanations, as suggestions beside the note',
  'model.evaluate': 'Test it',
  'model.evaluate.stop': 'Stop the test',
  'model.evaluating': 'Testing {{name}}: {{task}}, {{percent}} %',
  'model.results': 'Tests of {{name}} at {{host}}',
  'model.passed': 'passed',
  'model.failed': 'not passed',
  'model.figures': '{{kept}} of {{asked}} kept, wrong statements: {{errors}}',
  'model.evaluation.ended': 'The test ended early.',
} as const;
