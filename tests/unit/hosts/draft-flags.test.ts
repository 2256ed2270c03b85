import { expect, it } from 'vitest';
import { composeStages } from '../../../shared/hosts/compose.ts';
import { flagsOfDraft } from '../../../shared/hosts/draft-flags.ts';

const stages = composeStages();

it('a fresh draft is flagged by every stage that doubts, what interrupts first', () => {
  const transcript = stages.transcriptOf({
    id: 'made-up',
    dialogue: [
      { speaker: 'doctor', text: 'Are you still taking the ramipril?' },
      { speaker: 'patient', text: 'Yes, ramipril five milligrams every morning.' },
    ],
  });
  const { facts, note, flags: own } = stages.draft(transcript, undefined);
  const [section] = note.sections;
  const [item] = section?.items ?? [];
  if (!section || !item) throw new Error('nothing was drafted');
  const changed = { ...section, items: [{ ...item, text: 'Takes ramipril 10 mg every morning.' }] };
  const flags = flagsOfDraft(
    stages,
    { facts, note: { ...note, sections: [changed] }, flags: own },
    transcript,
    undefined,
  );
  expect(flags.find(({ about }) => about === item.id)?.message).toContain('"10 mg"');
  expect(flags.map(({ id }) => id)).toEqual(flags.map((_, index) => `f${String(index + 1)}`));
});
