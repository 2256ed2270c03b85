import type { Binding } from './binding.ts';
import type { Coverage } from './coverage.ts';
import type { Polarity } from './polarity.ts';

/** Named numbers that a detector weighs; names are those of the weights file. */
export type Features = Readonly<Record<string, number>>;

const flag = (value: boolean): number => (value ? 1 : 0);

/** Of a whole sentence: is this said at all? */
export const findingFeatures = (coverage: Coverage): Features => {
  const lacking = 1 - coverage.anywhere;
  return {
    notTogether: 1 - coverage.best,
    notAnywhere: lacking,
    mostMissing: coverage.mostMissing,
    missingShare: coverage.missingShare,
    length: Math.log(1 + coverage.words),
    isShort: flag(coverage.words <= 2),
    lackingTimesLength: lacking * lacking * Math.log(1 + coverage.words),
    scattered: coverage.anywhere - coverage.best,
  };
};

/** Of a whole sentence: is the opposite said? */
export const negationFeatures = (polarity: Polarity, coverage: Coverage): Features => {
  const outright = flag(polarity.isOutright);
  const denied = flag(polarity.opensDenied);
  return {
    mean: polarity.mean,
    least: polarity.least,
    most: polarity.most,
    meanOutright: polarity.mean * outright,
    leastOutright: polarity.least * outright,
    mostOutright: polarity.most * outright,
    meanDenied: polarity.mean * denied,
    leastDenied: polarity.least * denied,
    leastAffirmed: polarity.least * outright * (1 - denied),
    unheard: flag(polarity.words === 0),
    words: Math.log(1 + polarity.words),
    found: coverage.best,
    foundTimesMean: coverage.best * polarity.mean,
    foundTimesLeast: coverage.best * polarity.least,
    allOpposed: flag(polarity.words > 0 && polarity.least > 0.5),
    mostSquared: polarity.most * polarity.most * outright,
    meanSquared: polarity.mean * polarity.mean,
  };
};

/** Of one value in a sentence: is it bound to something else? */
export const bindingFeatures = (binding: Binding, coverage: Coverage): Features => {
  const gap = Math.max(-1, Math.min(1, binding.rival - binding.own));
  const ratio = binding.rival / (binding.rival + binding.own + 0.02);
  return {
    unsaid: flag(!binding.isSaid),
    unitUnsaid: flag(binding.isSaid && binding.said === 0),
    unitDiffers: flag(binding.isSaid && !binding.unitFits),
    own: binding.own,
    rival: binding.rival,
    gap,
    gapPositive: Math.max(0, gap),
    ratio,
    ratioWithUnit: ratio * flag(binding.rivalHasUnit),
    saidOften: Math.log(1 + binding.said),
    outsideWindow: flag(!binding.inWindow),
    rivalInstead: flag(!binding.inWindow && binding.rivalInWindow),
    unpaired: flag(binding.rivalPair > binding.pair + 0.1),
    pairGap: binding.rivalPair - binding.pair,
    pair: binding.pair,
    found: coverage.best,
    foundTimesRatio: coverage.best * ratio,
    anchors: Math.log(1 + binding.anchors),
  };
};
