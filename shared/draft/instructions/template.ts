export type Slots = Readonly<Record<string, string | undefined>>;

/** A template with its slots filled; undefined where a slot has nothing to say, so that nothing empty is printed. */
export const fill = (template: string | undefined, slots: Slots): string | undefined => {
  if (template === undefined) return undefined;
  let isComplete = true;
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = slots[name];
    if (!value) isComplete = false;
    return value ?? '';
  });
  return isComplete ? text : undefined;
};

export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Ends as a sentence does. */
export const sentence = (text: string): string => {
  const trimmed = text.trim();
  return /[.!?:]$/.test(trimmed) ? capitalise(trimmed) : `${capitalise(trimmed)}.`;
};
