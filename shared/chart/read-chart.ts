import { readFile, stat } from 'node:fs/promises';
import { errorFromFile } from './file-errors.ts';
import type { Chart, ChartPatient } from '../contract/chart.ts';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import { openCcda } from './ccda/read-ccda.ts';
import { openResources, type Resources } from './fhir/bundle.ts';
import { patientsOf } from './fhir/patient.ts';
import { readResources, type ReadOptions } from './fhir/read-resources.ts';

/** Largest chart read, in bytes. A chart of 2,000 resources is some 50 MB at worst. */
export const MOST_CHART_BYTES = 200 * 1024 * 1024;

// An XML file may say in its first line that it is not UTF-8.
const DECLARED = /^\s*<\?xml[^>]{0,100}encoding=["'](iso-8859-1|iso-8859-15|windows-1252|us-ascii)["']/i;

const decode = (bytes: Uint8Array): string | undefined => {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  const declared = DECLARED.exec(new TextDecoder('latin1').decode(bytes.subarray(0, 200)))?.[1];
  try {
    return new TextDecoder(declared?.toLowerCase() ?? encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const resourcesIn = (bytes: Uint8Array): Result<Resources> => {
  if (bytes.byteLength > MOST_CHART_BYTES)
    return refuse('file-too-large', { bytes: bytes.byteLength, limit: MOST_CHART_BYTES });
  const text = decode(bytes)?.trimStart();
  if (!text || !/^[[{<]/.test(text)) return refuse('chart-not-json');
  return text.startsWith('<') ? openCcda(text) : openResources(text);
};

/**
 * A chart from the bytes of one file: FHIR R4/R4B JSON (a bundle of any type, a resource, a list), NDJSON, or a C-CDA or
 * CCD document. What cannot be used is in `unusable`, with the reason. Errors: file-too-large, chart-not-json, chart-not-fhir,
 * chart-no-patient, chart-two-patients.
 */
export const readChart = (bytes: Uint8Array, options: ReadOptions = {}): Result<Chart> => {
  const resources = resourcesIn(bytes);
  return resources.ok ? readResources(resources.value, options) : resources;
};

/**
 * The patients a file holds, for a screen that has to ask which one is meant; a merged record counts with the one that
 * replaced it. The ids are what `patientId` of `readChart` takes. Errors as `readChart`, but for its two patients.
 */
export const patientsIn = (bytes: Uint8Array): Result<ChartPatient[]> => {
  const resources = resourcesIn(bytes);
  return resources.ok ? succeed(patientsOf(resources.value.entries)) : resources;
};

/** The same from a path; the size is looked at before anything is read. Errors also: file-missing, file-unreadable. */
export const readChartFile = async (path: string, options: ReadOptions = {}): Promise<Result<Chart>> => {
  try {
    const { size } = await stat(path);
    if (size > MOST_CHART_BYTES) return refuse('file-too-large', { bytes: size, limit: MOST_CHART_BYTES });
    return readChart(await readFile(path), options);
  } catch (error) {
    return errorFromFile(error);
  }
};
