/**
 * What a question asks, as something that can be said of the patient once it is answered. `noun` is a finding that can
 * be there or not ("pain when they pee"); `clause` can be true or not ("smokes" / "does not smoke"). `label` stands
 * before a short answer ("Duration: 3 days").
 */
export type Asked =
  | {
      readonly form: 'noun';
      readonly noun: string;
      /** "Any other allergies?": a "no" denies only what was not told before. */
      readonly isOfMore: boolean;
      readonly negative: boolean;
      readonly label?: string;
      readonly topic?: string;
    }
  | {
      readonly form: 'clause';
      readonly yes: string;
      readonly no: string;
      readonly label?: string;
      readonly topic?: string;
    }
  | {
      readonly form: 'statement';
      readonly text: string;
      readonly negative: boolean;
      readonly label?: string;
      readonly topic?: string;
    }
  | { readonly form: 'choice'; readonly label?: string; readonly topic?: string }
  | { readonly form: 'open'; readonly label?: string; readonly topic?: string };
