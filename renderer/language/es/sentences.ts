/**
 * Sentences of the host (flags, titles of the brief and of the note, cautions) in Spanish. The host writes them in English from a fixed set of
 * templates; each row knows one by its fixed words and says the same around the same values. Names, doses, quoted words
 * and what `rule` holds (a text of the knowledge tables, which are in English) stay as they are. The first row that fits
 * counts.
 */
export interface SentenceRow {
  readonly en: RegExp;
  /** `{name}` is put in from the groups of the expression. */
  readonly says: string;
}

export const esSentences: readonly SentenceRow[] = [
  {
    en: /^Said, and not in the note \((?<kind>[^)]+)\): (?<text>.+)$/s,
    says: 'Se dijo y no está en la nota: {text}',
  },
  {
    en: /^Two statements do not agree: "(?<one>.+)" and later "(?<other>.+)"\.$/s,
    says: 'Dos afirmaciones no concuerdan: «{one}» y después «{other}».',
  },
  {
    en: /^The patient asked something and no answer was heard: (?<text>.+)$/s,
    says: 'El paciente preguntó algo y no se oyó respuesta: {text}',
  },
  {
    en: /^The words sound as if clinician and patient were tagged/,
    says: 'Por las palabras, parece que profesional y paciente estaban intercambiados; se leyeron al revés.',
  },
  { en: /^Hard to hear, please listen: (?<words>.+)\.$/s, says: 'Se oye mal, por favor escuche: {words}.' },
  {
    en: /^This line was changed, and the words it cites no longer say it\./,
    says: 'Esta línea se cambió y las palabras que cita ya no la sustentan. Véalas otra vez.',
  },
  {
    en: /^The note says "(?<line>.+)", and a line on the same facts was changed\./s,
    says: 'La nota dice «{line}», y se cambió una línea sobre los mismos hechos. Vea si aún concuerdan.',
  },
  {
    en: /^The English sheet says "(?<line>.+)", and a line on the same facts was changed\./s,
    says: 'La hoja en inglés dice «{line}», y se cambió una línea sobre los mismos hechos. Vea si aún concuerdan.',
  },
  {
    en: /^The Spanish sheet says "(?<line>.+)", and a line on the same facts was changed\./s,
    says: 'La hoja en español dice «{line}», y se cambió una línea sobre los mismos hechos. Vea si aún concuerdan.',
  },
  {
    en: /^The sheet says "(?<line>.+)", and a line on the same facts was changed\./s,
    says: 'La hoja dice «{line}», y se cambió una línea sobre los mismos hechos. Vea si aún concuerdan.',
  },
  {
    en: /^Someone else took this line out while it was changed here\./,
    says: 'Otra persona quitó esta línea mientras se cambiaba aquí. Consérvela o quítela.',
  },
  {
    en: /^Someone else changed this line too, and that version stands below it\./,
    says: 'Otra persona también cambió esta línea, y su versión está debajo. Quite una de las dos.',
  },
  { en: /^What was said differs: (?<rule>.+)\.$/s, says: 'Lo que se dijo es distinto: {rule}.' },
  { en: /^What was said differs\.$/, says: 'Lo que se dijo es distinto.' },
  {
    en: /^No source was found for all of this line: (?<rule>.+)\.$/s,
    says: 'No se halló fuente para toda esta línea: {rule}.',
  },
  { en: /^No source was found for all of this line\.$/, says: 'No se halló fuente para toda esta línea.' },
  {
    en: /^No speech was found in this recording\./,
    says: 'No se halló voz en esta grabación. La grabación se conserva; no se hizo ningún borrador.',
  },
  {
    en: /^(?<from>[\d:]+) to (?<to>[\d:]+): the speech engine repeated itself/,
    says: '{from} a {to}: el reconocedor se repitió; esas palabras se quitaron.',
  },
  {
    en: /^(?<from>[\d:]+) to (?<to>[\d:]+): the speech engine gave back its own hints/,
    says: '{from} a {to}: el reconocedor devolvió sus propias pistas; esas palabras se quitaron.',
  },
  {
    en: /^(?<from>[\d:]+) to (?<to>[\d:]+): something was said there/,
    says: '{from} a {to}: se dijo algo que no se pudo oír bien.',
  },
  {
    en: /^(?<from>[\d:]+) to (?<to>[\d:]+): the sound was hard to hear/,
    says: '{from} a {to}: el sonido se oía mal y las palabras de ese tramo pueden ser erróneas; vuelva a escucharlo.',
  },
  {
    en: /^(?<from>[\d:]+) to (?<to>[\d:]+): there was sound but no speech/,
    says: '{from} a {to}: había sonido, pero no voz.',
  },
  {
    en: /^(?<from>[\d:]+) to (?<to>[\d:]+): the speech engine failed there/,
    says: '{from} a {to}: el reconocedor falló ahí; la grabación se conserva.',
  },
  {
    en: /^(?<from>[\d:]+) to (?<to>[\d:]+): the recording ends early/,
    says: '{from} a {to}: la grabación termina antes de tiempo: su archivo está cortado; se usó todo lo anterior.',
  },
  {
    en: /^Heard (?<heard>".+"), and (?<again>".+") when listened to again\.$/,
    says: 'Se oyó {heard}, y {again} al escuchar otra vez.',
  },
  {
    en: /^Heard (?<heard>".+"), which sounds like (?<other>.+), the dose in the chart\./,
    says: 'Se oyó {heard}, que suena como {other}, la dosis del expediente. ¿Cuál se dijo?',
  },
  {
    en: /^Heard (?<heard>".+"), which sounds like (?<other>.+); this medicine comes as /,
    says: 'Se oyó {heard}, que suena como {other}; este medicamento viene de {other} y no se conoce de {heard}. ¿Cuál se dijo?',
  },
  {
    en: /^Heard (?<heard>".+"), which sounds like (?<other>.+); nothing else says which\./,
    says: 'Se oyó {heard}, que suena como {other}; nada más dice cuál. ¿Cuál se dijo?',
  },
  {
    en: /^Heard (?<heard>".+") and wrote (?<wrote>.+), a clinical term that sounds like it\.$/,
    says: 'Se oyó {heard} y se escribió {wrote}, un término clínico que suena parecido.',
  },
  {
    en: /^Heard (?<heard>".+") and wrote (?<wrote>.+), which is in the chart\.$/,
    says: 'Se oyó {heard} y se escribió {wrote}, que está en el expediente.',
  },
  {
    en: /^Heard (?<heard>".+") and wrote (?<wrote>.+), which is not in the chart\.$/,
    says: 'Se oyó {heard} y se escribió {wrote}, que no está en el expediente.',
  },
  {
    en: /^Heard (?<heard>.+), which is not in the chart; (?<other>.+) is, and sounds like it\./,
    says: 'Se oyó {heard}, que no está en el expediente; {other} sí está y suena parecido. ¿Cuál se quiso decir?',
  },
  {
    en: /^Heard (?<heard>".+"): was it (?<other>.+), which is in the chart\?$/,
    says: 'Se oyó {heard}: ¿fue {other}, que está en el expediente?',
  },
  {
    en: /^Heard (?<heard>".+"): was it (?<other>.+), which is not in the chart\?$/,
    says: 'Se oyó {heard}: ¿fue {other}, que no está en el expediente?',
  },
  { en: /^Heard (?<heard>".+"): (?<others>.+)\?$/, says: 'Se oyó {heard}: ¿{others}?' },
  {
    en: /^(?<name>.+): chart says (?<a>[^,;]*), said (?<b>[^;]*); chart says (?<c>[^,;]*), said (?<d>.*)\.$/,
    says: '{name}: el expediente dice {a}, se dijo {b}; el expediente dice {c}, se dijo {d}.',
  },
  {
    en: /^(?<name>.+): chart says (?<a>[^;]*), said (?<b>[^;]*)\.$/,
    says: '{name}: el expediente dice {a}, se dijo {b}.',
  },
  {
    en: /^(?<name>.+) is charted as taken since (?<since>.+); the patient says it is not taken\.$/,
    says: '{name} consta como tomado desde {since}; el paciente dice que no lo toma.',
  },
  {
    en: /^(?<name>.+) is charted as taken; the patient says it is not taken\.$/,
    says: '{name} consta como tomado; el paciente dice que no lo toma.',
  },
  {
    en: /^(?<name>.+) is said to be taken and is not charted\.$/,
    says: 'Se dijo que toma {name}, que no consta en el expediente.',
  },
  {
    en: /^(?<name>.+) is said to be taken; the chart has it as .+ \((?<when>.+)\)\.$/,
    says: 'Se dijo que toma {name}; según el expediente ya no se toma ({when}).',
  },
  {
    en: /^(?<name>.+) is said to be taken; the chart has it as .+\.$/,
    says: 'Se dijo que toma {name}; según el expediente ya no se toma.',
  },
  {
    en: /^An allergy is denied; the chart lists (?<names>.+)\.$/,
    says: 'Se niega una alergia; en el expediente consta: {names}.',
  },
  {
    en: /^An allergy is said and not charted: (?<text>.+); the chart says no known allergies\.$/,
    says: 'Se dijo una alergia que no consta: {text}; según el expediente no hay alergias conocidas.',
  },
  {
    en: /^An allergy is said and not charted: (?<text>.+)\.$/,
    says: 'Se dijo una alergia que no consta en el expediente: {text}.',
  },
  {
    en: /^Said on the left; the chart says "(?<name>.+)"\.$/,
    says: 'Se dijo del lado izquierdo; el expediente dice «{name}».',
  },
  {
    en: /^Said on the right; the chart says "(?<name>.+)"\.$/,
    says: 'Se dijo del lado derecho; el expediente dice «{name}».',
  },
  {
    en: /^(?<name>.+) was said; the newest in the chart is (?<value>.+) on (?<day>.+)\.$/,
    says: 'Se dijo {name}; lo más reciente en el expediente es {value}, del {day}.',
  },
  {
    en: /^(?<said>.+) years old was said; by the chart it is (?<age>.+)\. Is this the right patient\?$/,
    says: 'Se dijo {said} años; según el expediente son {age}. ¿Es el paciente correcto?',
  },
  {
    en: /^"(?<text>.+)" does not fit the sex in the chart \((?<sex>.+)\)\. Is this the right patient\?$/s,
    says: '«{text}» no concuerda con el sexo del expediente. ¿Es el paciente correcto?',
  },
  {
    en: /^(?<drug>.+) although "(?<allergy>.+)" \((?<reaction>.+)\) is charted as an allergy: (?<rule>.+)$/,
    says: '{drug} aunque consta alergia a «{allergy}» ({reaction}): {rule}',
  },
  {
    en: /^(?<drug>.+) although "(?<allergy>.+)" is charted as an allergy: (?<rule>.+)$/,
    says: '{drug} aunque consta alergia a «{allergy}»: {rule}',
  },
  {
    en: /^(?<name>.+) overdue \(none in this chart\): (?<rule>.+)\.$/,
    says: '{name}: control pendiente (ninguno en este expediente): {rule}.',
  },
  {
    en: /^(?<name>.+) overdue \(last (?<day>.+?)\): (?<rule>.+)\.$/,
    says: '{name}: control pendiente (último: {day}): {rule}.',
  },
  { en: /^(?<one>[^:]+) with (?<other>[^:]+): (?<rule>.+)\.$/s, says: '{one} con {other}: {rule}.' },
  { en: /^Patient$/, says: 'Paciente' },
  { en: /^Said today, and in this chart before$/, says: 'Dicho hoy y antes en este expediente' },
  { en: /^Look at first$/, says: 'Mirar primero' },
  { en: /^Problems$/, says: 'Problemas' },
  { en: /^Medicines$/, says: 'Medicamentos' },
  { en: /^Allergies$/, says: 'Alergias' },
  { en: /^Results and trends$/, says: 'Resultados y tendencias' },
  { en: /^Open$/, says: 'Pendiente' },
  { en: /^The patient asks$/, says: 'El paciente pregunta' },
  { en: /^Limits of this brief$/, says: 'Límites de este resumen' },
  { en: /^Since the last visit \((?<day>.+)\)$/, says: 'Desde la última visita ({day})' },
  { en: /^Since (?<day>[\d-]+)$/, says: 'Desde {day}' },
  {
    en: /^In the last year \(no visits in this chart\)$/,
    says: 'En el último año (sin visitas en este expediente)',
  },
  { en: /^CHIEF COMPLAINT$/, says: 'MOTIVO DE LA CONSULTA' },
  { en: /^REASON FOR VISIT$/, says: 'MOTIVO DE LA CONSULTA' },
  { en: /^PRESENTING CONCERN$/, says: 'MOTIVO DE LA CONSULTA' },
  { en: /^HISTORY OF PRESENT ILLNESS$/, says: 'ENFERMEDAD ACTUAL' },
  { en: /^HISTORY$/, says: 'HISTORIA' },
  { en: /^INJURY AND SYMPTOMS$/, says: 'LESIÓN Y SÍNTOMAS' },
  { en: /^REVIEW OF SYSTEMS$/, says: 'REVISIÓN POR SISTEMAS' },
  { en: /^SYMPTOM REVIEW$/, says: 'REVISIÓN DE SÍNTOMAS' },
  { en: /^PHYSICAL EXAM$/, says: 'EXPLORACIÓN FÍSICA' },
  { en: /^MUSCULOSKELETAL EXAM$/, says: 'EXPLORACIÓN MUSCULOESQUELÉTICA' },
  { en: /^MENTAL STATE AND EXAM$/, says: 'ESTADO MENTAL Y EXPLORACIÓN' },
  { en: /^IMAGING AND TESTS$/, says: 'IMÁGENES Y PRUEBAS' },
  { en: /^RESULTS$/, says: 'RESULTADOS' },
  { en: /^ASSESSMENT AND PLAN$/, says: 'VALORACIÓN Y PLAN' },
  { en: /^FORMULATION AND PLAN$/, says: 'FORMULACIÓN Y PLAN' },
];
