import type { connections as english } from '../en/connections.ts';

export const connections: Record<keyof typeof english, string> = {
  'model.tasks': 'Para qué se usa',
  'model.tasks.hint':
    'Cada tarea solo después de pasar su prueba. La prueba usa conversaciones inventadas; no contiene nada de un paciente.',
  'model.task.draft': 'Redactar la nota',
  'model.task.rewrite': 'Cambiar las palabras de líneas de la nota cuando se pide',
  'model.task.plainer': 'Palabras más sencillas para la hoja del paciente',
  'model.task.letter': 'Frases enlazadas para una carta',
  'model.task.message': 'Palabras amables para un mensaje al paciente',
  'model.task.differential': 'Explicaciones posibles, como sugerencias junto a la nota',
  'model.evaluate': 'Hacer la prueba',
  'model.evaluate.stop': 'Detener la prueba',
  'model.evaluating': 'Probando {{name}}: {{task}}, {{percent}} %',
  'model.results': 'Pruebas de {{name}} en {{host}}',
  'model.passed': 'aprobada',
  'model.failed': 'no aprobada',
  'model.figures': '{{kept}} de {{asked}} conservadas, afirmaciones erróneas: {{errors}}',
  'model.evaluation.ended': 'La prueba terminó antes de tiempo.',
};
