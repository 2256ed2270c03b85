#!/usr/bin/env python3
"""Every error that make_perturbed.py could put into the notes of a data set, for training the verifier.

usage: verify_errors.py MAKE_PERTURBED.py OUT.jsonl SEED DATA.jsonl...
Uses that script's own rules (its functions `variants` and `said_variants`), but keeps every sentence it can change
instead of a few per note.  Writes {id, kind, hard, original, changed}.
"""
import json
import random
import sys

script, out, seed, files = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
source = open(script).read().rsplit('\nmain()', 1)[0]
rules = {'__name__': 'rules'}
exec(compile(source, script, 'exec'), rules)  # the scorer's own rules, not a copy of them
rng = random.Random(seed)
rows = [json.loads(line) for name in files for line in open(name)]
pool = [(r['id'], s) for r in rows for s in rules['sentences'](r['note']) if 8 <= len(s.split()) <= 30]
with open(out, 'w') as sink:
    for row in rows:
        spoken = ' '.join(turn['text'] for turn in row['dialogue']).lower()
        heard = rules['stems'](spoken)
        for sentence in rules['sentences'](row['note']):
            for hard, make in ((False, rules['variants']), (True, rules['said_variants'])):
                for kind, original, changed in ((k, sentence, v) for k, v in make(sentence, spoken, rng)):
                    sink.write(json.dumps({'id': row['id'], 'kind': kind, 'hard': hard, 'original': original, 'changed': changed}) + '\n')
        invented = 0
        for _ in range(400):
            other, sentence = rng.choice(pool)
            stems = rules['stems'](sentence)
            if other != row['id'] and len(stems) >= 4 and len(stems & heard) <= 0.25 * len(stems):
                sink.write(json.dumps({'id': row['id'], 'kind': 'invented', 'hard': False, 'original': '', 'changed': sentence}) + '\n')
                invented += 1
                if invented == 8:
                    break
