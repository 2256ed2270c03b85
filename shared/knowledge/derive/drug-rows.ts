/**
 * One row of `resources/knowledge/drugs.json`: what the FDA NDC directory says about one set of active substances.
 * `name` is the generic in lower case without its salt ("metformin", "hydrocodone-acetaminophen"); `strengths` are
 * keyed by coarse dose form and hold up to eight, the commonest first; `products` counts listed products and serves as
 * a rough measure of how common the medicine is.
 */
export interface DrugRow {
  readonly name: string;
  readonly ingredients: readonly string[];
  readonly brands: readonly string[];
  readonly classes: readonly string[];
  readonly routes: readonly string[];
  readonly strengths: Readonly<Record<string, readonly string[]>>;
  readonly products: number;
}

const KEPT_TYPES = new Set(['HUMAN PRESCRIPTION DRUG', 'HUMAN OTC DRUG', 'VACCINE']);
const APPROVED = /^(NDA|ANDA|BLA|NDA AUTHORIZED GENERIC)$/;
const MOST_INGREDIENTS = 3;

// A salt or hydrate after the active part; left on where the active part would be a bare element ("calcium carbonate").
const SALTS = new Set(
  (
    'hydrochloride dihydrochloride monohydrochloride hydrobromide hydroiodide sodium disodium potassium calcium magnesium zinc besylate mesylate ' +
    'dimesylate tosylate tartrate bitartrate succinate maleate fumarate hemifumarate malate sulfate bisulfate hemisulfate acetate ' +
    'phosphate diphosphate citrate nitrate lactate gluconate bromide chloride iodide carbonate trihydrate monohydrate dihydrate hemihydrate ' +
    'sesquihydrate tetrahydrate pentahydrate hydrate anhydrous medoxomil cilexetil proxetil axetil etexilate alafenamide ' +
    'dipropionate propionate furoate valerate pamoate embonate decanoate enanthate cypionate palmitate tromethamine ' +
    'trometamol meglumine arginine erbumine lysine xinafoate napsylate stearate ethylsuccinate estolate dimeglumine ' +
    'benzathine procaine orotate saccharate aspartate camsylate esylate edisylate hyclate nicotinate undecanoate ' +
    'acetonide hemihydrochloride monobasic dibasic hexahydrate dibenzoate benzoate teoclate polistirex resinate pivoxil ' +
    'disoproxil marboxil sulphate lauroxil mofetil isethionate oxalate propanediol dipivoxil s-malate kamedoxomil dipotassium ethanolate fosamil pegol'
  ).split(' '),
);
const ELEMENTS = new Set(
  (
    'sodium potassium calcium magnesium zinc iron ferrous ferric lithium aluminum ammonium barium silver bismuth copper ' +
    'chromic chromium selenious selenium manganese gold strontium strontium-89 hydrogen carbon nitrous nitric iodine thallous ' +
    'cupric sulfur phosphorus sulfuric boric acetic citric lactic hydrochloric amyl methenamine isosorbide ammonia aluminium ' +
    'docusate edetate benzalkonium cetylpyridinium tetanus glatiramer sevelamer lanthanum patiromer lactated'
  ).split(' '),
);
// Where the part that looks like a salt makes a medicine of its own.
const WHOLE = new Set([
  'mycophenolate mofetil',
  'fluticasone furoate',
  'olmesartan medoxomil',
  'tenofovir alafenamide',
  'penicillin g benzathine',
  'penicillin g procaine',
]);

/** "METOPROLOL TARTRATE" → "metoprolol"; "CALCIUM CARBONATE" stays whole. */
export const withoutSalt = (substance: string): string => {
  const name = substance
    .toLowerCase()
    .replace(/,?\s*(unspecified form|\(.*?\))/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (WHOLE.has(name)) return name === 'olmesartan medoxomil' ? 'olmesartan' : name;
  const words = name.replace(/,/g, ' ').split(/\s+/);
  if (ELEMENTS.has(words[0] ?? '')) return words.join(' ');
  while (words.length > 1 && SALTS.has(words.at(-1) ?? '')) words.pop();
  return words.join(' ');
};

const formOf = (dosageForm: string): string => {
  const form = dosageForm.toLowerCase();
  const extended = /extended release|delayed release|delayed action|sustained/.exec(form)?.[0];
  const kind =
    /tablet|capsule|patch|cream|ointment|gel|lotion|foam|spray|inhal|suppositor|suspension|solution|syrup|elixir|powder|lozenge|drops|film|shampoo|ring|implant|kit/.exec(
      form,
    )?.[0];
  if (form.startsWith('injection')) return 'injection';
  if (form.startsWith('aerosol') || kind === 'inhal') return 'inhaler';
  return [extended, kind ?? form.split(',')[0]].filter(Boolean).join(' ');
};

const unitOf = (unit: string): string =>
  unit
    .replace(/^ug/, 'mcg')
    .replace(/^\[iU\]/i, 'units')
    .replace(/^\[USP'U\]/i, 'units')
    .replace(/\/1$/, '')
    .replace(/\/(\d+)(\D)/, '/$1 $2');

/** "5; 325" and "mg/1; mg/1" → "5 mg/325 mg". Nothing where amounts and units do not pair. */
const strengthOf = (amounts: string, units: string): string | undefined => {
  const unit = units.split('; ');
  const parts = amounts.split('; ').map((amount, at) => {
    const number = Number(amount);
    const name = unitOf(unit[at] ?? '');
    return Number.isFinite(number) && name && name !== '1' ? `${number} ${name}` : undefined;
  });
  return parts.every(Boolean) ? parts.join('/') : undefined;
};

const commonest = (counts: ReadonlyMap<string, number>, most: number): string[] =>
  [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, most)
    .map(([text]) => text);

const COLUMNS = [
  'PRODUCTTYPENAME',
  'PROPRIETARYNAME',
  'NONPROPRIETARYNAME',
  'DOSAGEFORMNAME',
  'ROUTENAME',
  'MARKETINGCATEGORYNAME',
  'LABELERNAME',
  'SUBSTANCENAME',
  'ACTIVE_NUMERATOR_STRENGTH',
  'ACTIVE_INGRED_UNIT',
  'PHARM_CLASSES',
] as const;
type Product = Readonly<Record<(typeof COLUMNS)[number], string>>;

interface Gathered {
  readonly names: Map<string, number>;
  readonly brands: Map<string, number>;
  readonly classes: Set<string>;
  readonly routes: Map<string, number>;
  readonly strengths: Map<string, Map<string, number>>;
  products: number;
}

const tally = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

/** "OXYCONTIN" → "Oxycontin"; mixed case is kept as its maker writes it. */
const brandCase = (brand: string): string =>
  brand === brand.toUpperCase() && brand.length > 4
    ? brand
        .toLowerCase()
        .replace(/(^|[\s-])([a-z])/g, (_, gap: string, first: string) => gap + first.toUpperCase())
    : brand;

/** A proprietary name counts as a brand unless it only repeats an ingredient or its maker's house name. */
const brandOf = (product: Product, ingredients: readonly string[]): string | undefined => {
  const brand = product.PROPRIETARYNAME.replace(/\s+/g, ' ').trim();
  const lower = brand.toLowerCase();
  if (!/^[a-z][a-z0-9' -]{2,30}$/i.test(brand)) return undefined;
  const spoken = lower.split(/[ -]/);
  if (spoken.length > 3 || spoken.every((word) => LABEL_WORDS.has(word))) return undefined;
  // Over the counter, only a product with its own application has a name worth knowing; the rest are shops' labels.
  if (product.PRODUCTTYPENAME === 'HUMAN OTC DRUG' && product.MARKETINGCATEGORYNAME !== 'NDA')
    return undefined;
  const generic = product.NONPROPRIETARYNAME.toLowerCase();
  const words = [...ingredients, generic]
    .flatMap((name) => name.split(/[^a-z]+/))
    .filter((word) => word.length > 3);
  if (words.some((word) => lower.includes(word))) return undefined;
  const maker = product.LABELERNAME.toLowerCase().split(/[^a-z]+/)[0] ?? '';
  return maker.length > 3 && lower.includes(maker) ? undefined : brandCase(brand);
};

// Their extracts of foods, pollens and moulds are listed beside medicines, often without the class that tells.
const EXTRACT_MAKERS = /allergy lab|allermed|antigen lab|nelco|alk-abello|greer|hollister/i;
// Words that only describe a shop's own label ("Childrens Allergy Relief").
const LABEL_WORDS = new Set(
  (
    'allergy relief nasal pain childrens children infants kids adult junior day night time daytime nighttime cold flu cough sinus ' +
    'severe max maximum extra strength regular original formula plus pm am heartburn acid reducer reliever controller fever stomach ' +
    'sleep aid itch anti diarrheal lice treatment antifungal jock athletes foot hair regrowth women men for womens mens stop ' +
    'smoking gum lozenge patch mint fresh fruit all indoor outdoor hour hr non drowsy dry eye drops eyes redness sore throat muscle ' +
    'rub cream ointment motion sickness emergency contraceptive migraine headache arthritis back body menstrual backache laxative ' +
    'stool softener clear lax fiber wart remover antacid gas health care one up family basic wellness good neighbor equate'
  ).split(' '),
);

const isKept = (product: Product): boolean =>
  KEPT_TYPES.has(product.PRODUCTTYPENAME) &&
  (APPROVED.test(product.MARKETINGCATEGORYNAME) ||
    (product.PRODUCTTYPENAME === 'HUMAN PRESCRIPTION DRUG' &&
      product.MARKETINGCATEGORYNAME === 'UNAPPROVED DRUG OTHER')) &&
  !EXTRACT_MAKERS.test(product.LABELERNAME) &&
  !/RADIOACTIVE|ALLERGENIC/i.test(product.PHARM_CLASSES);

const empty = (): Gathered => ({
  names: new Map(),
  brands: new Map(),
  classes: new Set(),
  routes: new Map(),
  strengths: new Map(),
  products: 0,
});

const note = (row: Gathered, product: Product, ingredients: readonly string[]): void => {
  row.products += 1;
  tally(row.names, ingredients.join('-'));
  const brand = brandOf(product, ingredients);
  if (brand)
    tally(
      row.brands,
      [...row.brands.keys()].find((known) => known.toLowerCase() === brand.toLowerCase()) ?? brand,
    );
  for (const [, name] of product.PHARM_CLASSES.matchAll(/([^,[\]]+(?:,[^,[\]]+)*?) \[EPC\]/g))
    if (name) row.classes.add(name.trim());
  for (const route of product.ROUTENAME.toLowerCase().split('; ')) if (route) tally(row.routes, route);
  const form = formOf(product.DOSAGEFORMNAME);
  const strength = strengthOf(product.ACTIVE_NUMERATOR_STRENGTH, product.ACTIVE_INGRED_UNIT);
  if (!strength) return;
  const strengths = row.strengths.get(form) ?? new Map<string, number>();
  row.strengths.set(form, strengths);
  tally(strengths, strength);
};

const products = function* (lines: Iterable<string>): Generator<Product> {
  let at: Map<string, number> | undefined;
  for (const line of lines) {
    const cells = line.replace(/\r$/, '').split('\t');
    if (at) {
      const places = at;
      yield Object.fromEntries(COLUMNS.map((name) => [name, cells[places.get(name) ?? -1] ?? ''])) as Product;
    } else at = new Map(cells.map((name, place) => [name, place]));
  }
};

const gather = (lines: Iterable<string>): Map<string, Gathered> => {
  const found = new Map<string, Gathered>();
  for (const product of products(lines)) {
    const substances = product.SUBSTANCENAME.split('; ').filter(Boolean);
    if (!isKept(product) || !substances.length || substances.length > MOST_INGREDIENTS) continue;
    const ingredients = [...new Set(substances.map(withoutSalt))];
    const key = [...ingredients].sort().join('|');
    const row = found.get(key) ?? empty();
    found.set(key, row);
    note(row, product, ingredients);
  }
  return found;
};

/** Rows from the lines of the NDC directory's product.txt (tab separated, first line the header), in order of name. */
export const drugRows = (lines: Iterable<string>): DrugRow[] =>
  [...gather(lines)]
    .map(([key, row]) => ({
      name: commonest(row.names, 1)[0] ?? key,
      ingredients: key.split('|'),
      brands: commonest(row.brands, 12),
      classes: [...row.classes].sort(),
      routes: commonest(row.routes, 4),
      strengths: Object.fromEntries([...row.strengths].map(([form, counts]) => [form, commonest(counts, 8)])),
      products: row.products,
    }))
    // Vaccines are listed by strain, a name nobody says; they are curated in drugs-added.json.
    .filter((row) => row.name.length <= 60 && !/antigen|virus|strain/.test(row.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
