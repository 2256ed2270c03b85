import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { visitResources } from '../../shared/deliver/fhir/visit-resources.ts';
import { approvedVisit } from '../support/approved-visit.ts';

/** A resource that R4 does not allow: a validator that lets it pass has validated nothing. */
const WRONG = { resourceType: 'Consent', id: 'wrong', status: 'perhaps' };
const CONTROL = 'control-that-is-wrong.json';

/** What it prints; undefined where it is missing or fails. */
const run = (command: string, args: readonly string[], cwd: string): string | undefined => {
  const { status, stdout } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  process.stderr.write(`${command} did not run. The HL7 validator needs Java 17 and Maven.\n`);
  return undefined;
};

/** Builds the validator in a scratch folder, gives it every resource of a signed visit with an addendum, and counts. */
const validate = (folder: string): boolean | undefined => {
  cpSync(import.meta.dirname, folder, { recursive: true });
  const given = join(folder, 'given');
  mkdirSync(given);
  const resources = visitResources(approvedVisit(1, { addendum: 'Potassium came back at 4.1.' }));
  resources.forEach((resource, index) => {
    const name = `${String(index).padStart(2, '0')}-${resource.resourceType}.json`;
    writeFileSync(join(given, name), JSON.stringify(resource));
  });
  writeFileSync(join(given, CONTROL), JSON.stringify(WRONG));
  const goals = ['compile', 'dependency:build-classpath', '-Dmdep.outputFile=classpath.txt'];
  if (run('mvn', ['-q', '-B', ...goals], folder) === undefined) return undefined;
  const classpath = ['target/classes', readFileSync(join(folder, 'classpath.txt'), 'utf8')].join(delimiter);
  const said = run('java', ['-cp', classpath, 'Validate', given], folder);
  if (said === undefined) return undefined;
  process.stdout.write(said);
  const counts = [...said.matchAll(/^(\S+\.json) (\d+)$/gm)].map(([, name, errors]) => ({
    name,
    errors: Number(errors),
  }));
  const control = counts.find(({ name }) => name === CONTROL);
  const others = counts.filter((one) => one !== control);
  return (
    control !== undefined &&
    control.errors > 0 &&
    others.length === resources.length &&
    others.every(({ errors }) => errors === 0)
  );
};

const folder = mkdtempSync(join(tmpdir(), 'footnote-fhir-validator-'));
try {
  const isValid = validate(folder);
  process.exitCode = isValid === undefined ? 2 : isValid ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
