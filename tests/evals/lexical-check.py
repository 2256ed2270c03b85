#!/usr/bin/env python3
"""Independent check of written drafts: it shares no code and no data files with the product and reads written files only.

usage:
  lexical-check.py --transcripts DIALOGUES.jsonl --drafts DRAFTS.jsonl      (batch shapes of `draft`)
  lexical-check.py --visit DIR                                             (transcript.json, note.json, instructions.*.json)
  options: --list prints each fault; --chart FILE adds the strings of a chart for lines that cite it

A line is faulty when a number, a medicine, a side or a denial in it has no counterpart in the words its evidence cites.
Prints lines checked and faults by kind, as JSON.  Function: check_line(text, evidence_text) -> list of kinds.
"""
import argparse
import json
import os
import re
import unicodedata

SMALL = {w: i for i, w in enumerate('zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split())}
SMALL.update({w: i for i, w in enumerate('cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince'.split()) if w != 'once'})
SMALL.update({'una': 1, 'un': 1})
TENS = {w: 10 * (i + 2) for i, w in enumerate('twenty thirty forty fifty sixty seventy eighty ninety'.split())}
ALSO = {'once': {'1'}, 'twice': {'2'}, 'thrice': {'3'}, 'half': {'0.5', '1/2'}, 'couple': {'2'}, 'dozen': {'12'}, 'single': {'1'}, 'both': {'2'}, 'daily': {'1'}, 'vez': {'1'}, 'first': {'1'}, 'second': {'2'}, 'third': {'3'}, 'a': {'1'}, 'an': {'1'}}
MONTHS = 'january february march april may june july august september october november december'.split()
# Endings that medicine names share: enough to see a name without a list that the product might use too.
DRUG = re.compile(r'\b[a-z]{2,}(?:pril|sartan|statin|olol|azole|idone|oxetine|alopram|icillin|mycin|cycline|floxacin|formin|gliptin|gliflozin|glutide|parin|xaban|setron|triptan|azepam|zolam|codone|morphone|profen|oxicam|coxib|nisone|solone|sone|tidine|dipine|thiazide|semide|mab|tinib|vir|lukast|terol|phylline|gabalin|pentin|barbital|dronate|thyroxine|caine|zepine|triptyline|pramine|afil|tamide|trexate|statine)\b|\b(?:warfarin|aspirin|insulin|digoxin|tylenol|acetaminophen|paracetamol|motrin|advil|aleve|naproxen|lasix|lipitor|norvasc|coumadin|plavix|eliquis|flonase|prilosec|protonix|zofran|synthroid|mobic|ultram|imitrex|prozac|zoloft|lexapro|xanax|ativan|tramadol|allopurinol|colchicine|clopidogrel|amiodarone|spironolactone|prednisone|albuterol|ventolin|symbicort|singulair|benadryl|claritin|zyrtec)\b')
NEGATION = re.compile(r"\b(?:no|not|never|none|without|denies|denied|nothing|neither|nor|nope|negative|nah|cannot|sin|nunca|niega|ninguno|ninguna|nada|tampoco|absent|free|avoid|avoids|stop|stopped|unable|declines|declined|resolved|hardly|normal|clear|fine|good|okay|isnt|wont|dont|evite|deje)\b|n['’]t\b", re.I)
STRONG = re.compile(r"\b(?:denies|denied|no|without|never|sin|niega)\b", re.I)
SIDES = {'left': ('left', 'izquierd', 'both', 'bilateral'), 'right': ('right', 'derech', 'both', 'bilateral')}


def words(text):
    text = unicodedata.normalize('NFC', text).lower().replace('’', "'")
    return re.findall(r"[a-záéíóúñü]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*", text)


def numbers_heard(text):
    """Every value the words could be read as: generous on purpose, since a fault must be certain."""
    found, ws = set(), words(text)
    for i, w in enumerate(ws):
        if w[0].isdigit():
            found |= {w, w.replace(',', ''), w.rstrip('0').rstrip('.') if '.' in w else w, w.lstrip('0') or '0'}
        found |= ALSO.get(w, set())
        if w in MONTHS:
            found.add(str(MONTHS.index(w) + 1))
    values = [SMALL.get(w, TENS.get(w, 100 if w == 'hundred' else 1000 if w == 'thousand' else int(w) if w.isdigit() and len(w) < 5 else None)) for w in ws]
    for i in range(len(ws)):
        total, current, digits = 0, 0, ''
        for j in range(i, min(len(ws), i + 8)):
            v, w = values[j], ws[j]
            if w in ('and', 'y', 'a', 'over') and j > i:
                continue
            if w in ('oh', 'o'):
                digits += '0'
                continue
            if w == 'point' and j + 1 < len(ws):
                tail = ''
                for k in range(j + 1, min(len(ws), j + 4)):
                    if values[k] is None or values[k] > 9:
                        break
                    tail += str(values[k])
                if tail:
                    found.add(f'{total + current}.{tail}')
                break
            if v is None:
                break
            if v == 100 and w == 'hundred':
                current = (current or 1) * 100
            elif v == 1000 and w == 'thousand':
                total, current = total + (current or 1) * 1000, 0
            else:
                digits += str(v)
                found.add(digits)
                current = current + v if (current % 100 == 0 or (current % 10 == 0 and v < 10)) else v
            found |= {str(total + current), str(v)}
            if j > i and values[i] is not None and values[j] is not None and 10 <= v < 100:
                found.add(str(values[i] * 100 + v))
                if j + 1 < len(ws) and values[j + 1] is not None and values[j + 1] < 10:
                    found.add(str(values[i] * 100 + v + values[j + 1]))
            if ws[j + 1:j + 4] == ['and', 'a', 'half']:
                found.add(f'{total + current}.5')
    return found


def check_line(text, evidence):
    faults, low, said = [], text.lower(), evidence.lower()
    heard = numbers_heard(evidence)
    flat = re.sub(r'\s+', '', said)
    for number in re.findall(r'(?<![A-Za-z\d])\d+(?:[.,]\d+)*', text):
        plain = number.replace(',', '')
        if plain not in heard and (plain.lstrip('0') or '0') not in heard and number not in flat:
            faults.append('number')
            break
    for name in DRUG.findall(low):
        if name not in said:
            faults.append('drug')
            break
    for side, forms in SIDES.items():
        wanted = re.search(r'\b(?:%s|%s)' % (side, forms[1]), re.sub(r"all right|right (?:now|away)|left over", ' ', low))
        if wanted and not any(form in said for form in forms):
            faults.append('side')
            break
    if STRONG.search(text) and not NEGATION.search(evidence):
        faults.append('negation')
    return faults


def cited(evidence, texts, chart):
    parts = []
    for item in evidence:
        if item['source'] == 'transcript':
            turn = texts.get(item['turn'], '')
            # Offsets are UTF-16 code units.
            wide = turn.encode('utf-16-le')
            parts.append(wide[2 * item['start']:2 * item['end']].decode('utf-16-le', 'ignore'))
        elif item['source'] == 'chart':
            parts.append(chart)
        else:
            parts.append(str(item.get('question', '')))
    return ' . '.join(parts)


def strings(value):
    if isinstance(value, dict):
        return ' '.join(strings(v) for v in value.values())
    if isinstance(value, list):
        return ' '.join(strings(v) for v in value)
    return str(value)


def lines_of_sheet(value):
    """Every object with text and evidence, wherever a sheet keeps it."""
    if isinstance(value, dict):
        if isinstance(value.get('text'), str) and isinstance(value.get('evidence'), list):
            yield value
        for inner in value.values():
            yield from lines_of_sheet(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from lines_of_sheet(inner)


def check_documents(documents, texts, chart=''):
    checked, faults = 0, []
    for document in documents:
        for line in lines_of_sheet(document):
            checked += 1
            if not line['evidence']:
                faults.append(('evidence', line['text'], ''))
                continue
            evidence = cited(line['evidence'], texts, chart)
            faults += [(kind, line['text'], evidence) for kind in check_line(line['text'], evidence)]
    return checked, faults


def read(path):
    return [json.loads(line) for line in open(path) if line.strip()]


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--transcripts'); p.add_argument('--drafts'); p.add_argument('--visit'); p.add_argument('--chart'); p.add_argument('--list', action='store_true')
    a = p.parse_args()
    chart = strings(json.load(open(a.chart))) if a.chart else ''
    checked, faults = 0, []
    if a.visit:
        texts = {t['id']: t['text'] for t in json.load(open(os.path.join(a.visit, 'transcript.json')))['turns']}
        names = [n for n in sorted(os.listdir(a.visit)) if n == 'note.json' or re.fullmatch(r'instructions\.\w+\.json', n)]
        checked, faults = check_documents([json.load(open(os.path.join(a.visit, n))) for n in names], texts, chart)
    else:
        dialogues = {r['id']: r for r in read(a.transcripts)}
        for draft in read(a.drafts):
            row = dialogues[draft['id']]
            turns = [t['text'] for t in row['dialogue']] if 'dialogue' in row else [row['text']]
            n, f = check_documents([draft['sections']], {f't{i + 1}': t for i, t in enumerate(turns)}, chart)
            checked += n; faults += f
    kinds = {}
    for kind, *_ in faults:
        kinds[kind] = kinds.get(kind, 0) + 1
    print(json.dumps({'lines': checked, 'faults': len(faults), 'kinds': kinds}))
    if a.list:
        for kind, text, evidence in faults:
            print(f'{kind}\t{text}\t<- {evidence[:300]}')


if __name__ == '__main__':
    main()
