import { enFirst } from './en-first.ts';
import { enRest } from './en-rest.ts';

/** Every text of the interface. What the stages write (notes, flags, sheets) is content and is not here. */
export const en = { ...enFirst, ...enRest } as const;
