import type { Note } from '../../contract/note.ts';
import type { LaterWords } from '../clinical-page.ts';
import { addendumSections } from './paper.ts';
import type { Speaker, Transcript } from '../../contract/transcript.ts';

/**
 * Section names of AWS HealthScribe's general template. A section of ours that it does not have keeps its own name in
 * capitals. Source: "AWS HealthScribe insights" in the Amazon Transcribe developer guide.
 */
const SECTION_NAMES: Readonly<Record<string, string>> = {
  'chief-complaint': 'CHIEF_COMPLAINT',
  history: 'HISTORY_OF_PRESENT_ILLNESS',
  'review-of-systems': 'REVIEW_OF_SYSTEMS',
  exam: 'PHYSICAL_EXAMINATION',
  results: 'DIAGNOSTIC_TESTING',
  plan: 'ASSESSMENT_AND_PLAN',
};
const GROUP_NAMES: Readonly<Record<string, string>> = {
  'Past medical history': 'PAST_MEDICAL_HISTORY',
  'Family history': 'PAST_FAMILY_HISTORY',
  'Social history': 'PAST_SOCIAL_HISTORY',
};
const ROLES: Readonly<Record<Speaker, string>> = {
  clinician: 'CLINICIAN',
  patient: 'PATIENT',
  other: 'PATIENT_1',
  unknown: 'UNKNOWN',
};

const seconds = (ms: number): number => ms / 1000;

/** The transcript in HealthScribe's shape: segments are turns under their own ids, times in seconds. */
export const healthScribeTranscript = (transcript: Transcript): unknown => {
  const speech = transcript.turns.map((turn) => ({
    turn,
    ParticipantDetails: { ParticipantRole: ROLES[turn.speaker] },
  }));
  return {
    Conversation: {
      ConversationId: transcript.engine.sha256,
      LanguageCode: transcript.language,
      ClinicalInsights: [],
      TranscriptItems: speech.flatMap(({ turn, ParticipantDetails }) =>
        turn.words.map((word) => ({
          Alternatives: [
            { Content: word.text, ...(word.confidence === null ? {} : { Confidence: word.confidence }) },
          ],
          BeginAudioTime: seconds(word.startMs),
          EndAudioTime: seconds(word.endMs),
          ParticipantDetails,
          Type: 'pronunciation',
        })),
      ),
      TranscriptSegments: speech.map(({ turn, ParticipantDetails }) => ({
        SegmentId: turn.id,
        BeginAudioTime: seconds(turn.startMs),
        EndAudioTime: seconds(turn.endMs),
        Content: turn.text,
        ParticipantDetails,
      })),
    },
  };
};

/**
 * The note in HealthScribe's shape, each line with links to the segments that it rests on; what was signed later is a
 * section each. `Status` is ours.
 */
export const healthScribeNote = (note: Note, addenda: readonly LaterWords[] = []): unknown => {
  const named = note.sections.flatMap(({ id, items }) =>
    items.map((item) => ({
      name:
        (item.group === undefined ? undefined : GROUP_NAMES[item.group]) ??
        SECTION_NAMES[id] ??
        id.toUpperCase().replaceAll('-', '_'),
      item,
    })),
  );
  const names = [...new Set(named.map(({ name }) => name))];
  return {
    ClinicalDocumentation: {
      Status: note.status === 'draft' ? 'DRAFT' : 'APPROVED',
      Sections: [
        ...names.map((name) => ({
          SectionName: name,
          Summary: named
            .filter((one) => one.name === name)
            .map(({ item }) => ({
              SummarizedSegment: item.text,
              EvidenceLinks: [
                ...new Set(item.evidence.flatMap((one) => (one.source === 'transcript' ? [one.turn] : []))),
              ].map((SegmentId) => ({ SegmentId })),
            })),
        })),
        ...addendumSections(addenda).map(({ title, lines }) => ({
          SectionName: title,
          Summary: lines.map(({ text }) => ({ SummarizedSegment: text, EvidenceLinks: [] })),
        })),
      ],
    },
  };
};
