import { afterAll, beforeAll } from 'vitest';
import { openClinic, scratch, type Clinic } from './clinic-fixture.ts';

/** A clinic in a folder of its own for all tests of a file. */
export const clinicForFile = (): (() => Clinic & { readonly folder: string }) => {
  const place = scratch();
  let clinic: Clinic;
  beforeAll(async () => {
    clinic = await openClinic(place.folder);
  });
  afterAll(async () => {
    await clinic.open.close();
    place.remove();
  });
  return () => ({ ...clinic, folder: place.folder });
};
