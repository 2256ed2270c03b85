import type { Fact } from '../../contract/fact.ts';
import type { Wording } from '../../knowledge/sheet.ts';
import { isOpenCondition, type Matter } from './matters.ts';

/** Speech of so many words without a full stop is taken apart before it is read. */
const RUN_ON = 16;
/** A piece of fewer words stays with the one before it. */
const SHORTEST = 3;

const countWords = (text: string): number => text.split(/\s+/).filter(Boolean).length;

/** Words that hold on to what follows them: "if you …", "make sure that we …", "what I …". */
const HOLDS_ON =
  /\b(?:if|that|when|what|which|who|because|as|than|how|why|where|since|while|until|unless|like|think|sure|know|hope|so|and|but|or|to|before|after|whether|once|the|a|thing|things|way|something|anything|everything|time|of|for|with|about|is|are|case)$/i;

const CONDITION = /\b(?:if|unless|in case)\b/i;
const WHAT_TO_DO = /\b(?:call (?:me|us)|come back)$/i;
const OWN_TIME = /^ (?:in|within|after|next|on|tomorrow|before)\b/i;

/**
 * "If it does not get better, call us and come back": both are for that case. With a time of its own ("come back in 2
 * weeks") it is a plan of its own.
 */
const isSecondConsequence = (before: string, opening: string, after: string): boolean =>
  CONDITION.test(before) && WHAT_TO_DO.test(opening) && !OWN_TIME.test(after);

/** Long speech as the statements it holds, cut where a new one opens; short speech as it is. */
export const piecesOf = (said: string, opens: RegExp): string[] => {
  if (countWords(said) < RUN_ON) return [said];
  const pieces: string[] = [];
  let from = 0;
  for (const match of said.matchAll(opens)) {
    const before = said.slice(from, match.index).trim();
    if (countWords(before) < SHORTEST || HOLDS_ON.test(before)) continue;
    // What a condition reaches over stays with it.
    if (isOpenCondition(before)) continue;
    if (isSecondConsequence(before, match[0], said.slice(match.index + match[0].length))) continue;
    pieces.push(before);
    from = match.index;
  }
  pieces.push(said.slice(from).trim());
  return pieces.map((piece) => piece.replace(/^,\s*|,\s*$/g, '')).filter((piece) => countWords(piece) > 1);
};

const NEGATED = /\b(?:not|no|never|nothing|without)\b|n't\b/i;

const part = (fact: Fact, said: string): Fact => {
  const { drug, ...rest } = fact;
  const keepsDrug = drug && said.toLowerCase().includes(drug.name.toLowerCase());
  const isConditional = /\b(?:if|unless|in case)\b/i.test(said);
  const certainty = isConditional
    ? 'conditional'
    : fact.certainty === 'conditional'
      ? 'certain'
      : fact.certainty;
  // What kind of plan a piece is shows in its own words.
  const kind = keepsDrug || fact.kind === 'result' ? fact.kind : 'other';
  return {
    ...rest,
    ...(keepsDrug ? { drug } : {}),
    kind,
    said,
    text: said,
    certainty,
    polarity: NEGATED.test(said) ? 'denied' : 'affirmed',
  };
};

/**
 * "I will see you in 2 weeks call me if you get a fever": the visit and the call are two matters, however short. In one,
 * the time of the visit would be the time to wait with the call.
 */
const visitAndCall = (said: string, { own, cues }: Wording): readonly string[] => {
  const call = new RegExp(own.opensCall, 'i').exec(said);
  const before = said.slice(0, call?.index ?? 0).trim();
  if (!call || HOLDS_ON.test(before) || isOpenCondition(before)) return [said];
  const isVisit = new RegExp(cues.followUp, 'i').test(before) || new RegExp(cues.comeBack, 'i').test(before);
  return isVisit ? [before, said.slice(call.index + call[0].length).trim()] : [said];
};

/** A clinician's long statement as one matter for each thing it says; the others as they are. */
export const inPieces = (matter: Matter, wording: Wording): Matter[] => {
  const { fact } = matter;
  if (fact.speaker !== 'clinician' || !fact.said || fact.kind === 'question') return [matter];
  const opens = new RegExp(wording.own.opensPiece, 'gi');
  const halves = visitAndCall(fact.said, wording);
  const pieces = halves.flatMap((half, k) =>
    piecesOf(half, opens).map((said) => ({
      said,
      filed: halves.length > 1 && k === 0 ? ('follow-up' as const) : fact.kind,
    })),
  );
  return pieces.length < 2
    ? [matter]
    : pieces.map(({ said, filed }) => ({ ...matter, fact: part(fact, said), filed }));
};
