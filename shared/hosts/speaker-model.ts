import type { DoctorCheck } from '../contract/setup.ts';
import type { SpeakerModelFault, SpeakerModelState } from '../contract/speaker-model.ts';
import { footnoteFolders } from '../platform/folders.ts';
import { findSpeakerModel } from '../setup/speaker-model.ts';
import { openEmbedder, type SpeakerEmbedder } from '../transcribe/speakers/embedder.ts';

type Opened =
  | { readonly state: 'none' }
  | { readonly state: 'refused'; readonly fault: SpeakerModelFault }
  | { readonly state: 'open'; readonly embedder: SpeakerEmbedder };

const open = async (cache: string): Promise<Opened> => {
  const found = await findSpeakerModel(cache);
  if (found.state !== 'found') return found;
  const opened = await openEmbedder(found.model);
  return 'fault' in opened
    ? { state: 'refused', fault: opened.fault }
    : { state: 'open', embedder: opened.embedder };
};

/** The speaker model of this machine; null where there is none, or one that may not be used. Whoever opens it closes it. */
export const openSpeakerModel = async (
  cache: string = footnoteFolders().cache,
): Promise<SpeakerEmbedder | null> => {
  const opened = await open(cache);
  return opened.state === 'open' ? opened.embedder : null;
};

/** By what voices are told apart on this machine; the model is opened and tried for it. */
export const speakerModelState = async (
  cache: string = footnoteFolders().cache,
): Promise<SpeakerModelState> => {
  const opened = await open(cache);
  if (opened.state !== 'open') return opened;
  const { name } = opened.embedder.identity;
  await opened.embedder.close();
  return { state: 'in-use', name };
};

const FAULTS: Readonly<Record<SpeakerModelFault, string>> = {
  manifest: 'its description, speaker.json, cannot be read',
  file: 'the file that its description names is not there',
  hash: 'its file is not the one that its description names',
  'not-a-model': 'its file cannot be loaded',
  input: 'it takes another kind of sound than its description says',
  output: 'what it gives does not describe a voice',
};

/** The line of `doctor` about it. */
export const speakerModelCheck = (now: SpeakerModelState): DoctorCheck => {
  const of = (state: DoctorCheck['state'], text: string): DoctorCheck => ({
    id: 'speaker-model',
    state,
    text,
  });
  switch (now.state) {
    case 'none':
      return of('good', 'Voices are told apart by how they sound; no speaker model is installed.');
    case 'in-use':
      return of('good', `Voices are told apart by the speaker model "${now.name}".`);
    case 'refused':
      return of(
        'warn',
        `The speaker model is not used, since ${FAULTS[now.fault]}; voices are told apart by how they sound.`,
      );
  }
};
