import { SaxesParser, type SaxesAttributePlain } from 'saxes';

/** An element of the document; names without their namespace prefix, but for `sdtc:`, which extends HL7's own. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** All text inside, one line, tags left out. */
  readonly text: string;
}

// A C-CDA is some twenty levels deep; what goes on is built to harm.
const MOST_DEEP = 100;
const MOST_TEXT = 20_000;

interface Growing {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
}

const localName = (name: string): string => {
  const [prefix, local] = name.includes(':') ? name.split(':', 2) : ['', name];
  return prefix === 'sdtc' ? name : (local ?? name);
};

class Refused extends Error {}

/**
 * The root element of an XML text, or undefined where it is not well formed, nested too deeply or declares a document
 * type: a C-CDA never has one, and entities (bombs, files of this machine) need it. Nothing is fetched or expanded but
 * the five entities of XML itself. Every object is made without a prototype's help: names are map keys.
 */
export const parseXml = (text: string): Element | undefined => {
  const parser = new SaxesParser({ position: false });
  const open: Growing[] = [];
  let root: Element | undefined;
  parser.on('error', () => {
    throw new Refused();
  });
  parser.on('doctype', () => {
    throw new Refused();
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length >= MOST_DEEP) throw new Refused();
    const named = Object.entries(attributes as Record<string, SaxesAttributePlain>);
    open.push({
      name: localName(name),
      attributes: new Map(named.map(([key, value]) => [localName(key), String(value)])),
      children: [],
      text: '',
    });
  });
  parser.on('text', (piece) => {
    const here = open.at(-1);
    if (here && here.text.length < MOST_TEXT) here.text += piece;
  });
  parser.on('cdata', (piece) => {
    const here = open.at(-1);
    if (here && here.text.length < MOST_TEXT) here.text += piece;
  });
  parser.on('closetag', () => {
    const done = open.pop();
    const parent = open.at(-1);
    if (!done) return;
    const element: Element = { ...done, text: done.text.replace(/\s+/g, ' ').trim() };
    if (!parent) {
      root = element;
      return;
    }
    parent.children.push(element);
    if (parent.text.length < MOST_TEXT) parent.text += ` ${element.text} `;
  });
  try {
    parser.write(text).close();
    return root;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
};

/** Children of a name. */
export const all = (element: Element | undefined, name: string): readonly Element[] =>
  element?.children.filter((child) => child.name === name) ?? [];

/** What is found by following names downwards, the first of each. */
export const find = (element: Element | undefined, ...names: readonly string[]): Element | undefined =>
  names.reduce<Element | undefined>((here, name) => all(here, name)[0], element);

export const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.attributes.get(name) || undefined;
