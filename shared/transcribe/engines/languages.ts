/** whisper.cpp names a detected language in English; the rest of Footnote speaks ISO 639-1. */
export const languageCode = (name: string): string => {
  const lower = name.toLowerCase();
  if (lower.length <= 3) return lower;
  const english = new Intl.DisplayNames(['en'], { type: 'language' });
  for (const code of WHISPER_LANGUAGES) if (english.of(code)?.toLowerCase() === lower) return code;
  return 'und';
};

// The languages Whisper's models know, most used first.
const WHISPER_LANGUAGES = (
  'en es zh de ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml ' +
  'cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am ' +
  'yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jv su yue'
).split(' ');
