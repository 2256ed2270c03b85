import { createContext, useContext } from 'react';
import type { AtTheDesk } from '../../shared/contract/people.ts';

const PersonContext = createContext<AtTheDesk | undefined>(undefined);
export const PersonProvider = PersonContext.Provider;

/** Who is signed in; screens behind the sign-in always have one. */
export const usePerson = (): AtTheDesk => {
  const person = useContext(PersonContext);
  if (!person) throw new Error('nobody is signed in above this screen');
  return person;
};
