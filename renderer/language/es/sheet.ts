import type { sheet as english } from '../en/sheet.ts';

export const sheet: Record<keyof typeof english, string> = {
  'final.message': 'Copiar como mensaje al paciente',
  'addendum.sheet': 'También para el paciente',
  'addendum.sheet.hint': 'La hoja lo dice cuando se imprime de nuevo.',
  'addendum.on-sheet': 'En la hoja del paciente.',
};
