const AUDIO = /\.(wav|flac|mp3|ogg|oga|opus|webm)$/i;
const CHART = /\.(json|xml|ndjson)$/i;

export type Sorted<File> =
  | { readonly ok: true; readonly audio?: File; readonly chart?: File }
  | { readonly ok: false; readonly why: 'unknown' | 'many' };

/** Which of the dropped files is the recording and which the chart, by their endings. */
export const sortFiles = <File extends { readonly name: string }>(files: readonly File[]): Sorted<File> => {
  const audio = files.filter((file) => AUDIO.test(file.name));
  const charts = files.filter((file) => CHART.test(file.name));
  if (audio.length > 1 || charts.length > 1) return { ok: false, why: 'many' };
  if (audio.length + charts.length < files.length || files.length === 0) return { ok: false, why: 'unknown' };
  return { ok: true, ...(audio[0] && { audio: audio[0] }), ...(charts[0] && { chart: charts[0] }) };
};

export const ACCEPTED = '.wav,.flac,.mp3,.ogg,.oga,.opus,.webm,.json,.xml,.ndjson';
