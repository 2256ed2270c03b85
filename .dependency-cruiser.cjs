// The import rules of the layout. Each stage sees the other stages' contract models only, never their insides;
// hosts are where stages meet. tests/unit/layout.test.ts proves that each rule can fail.
const STAGES = [
  'capture',
  'transcribe',
  'chart',
  'draft',
  'review',
  'approve',
  'deliver',
  'people',
  'vault',
  'egress',
  'setup',
];
// What any stage may stand on: words of the domain, language and knowledge as data, files and clocks.
const GROUND = ['contract', 'knowledge', 'language', 'platform'];

module.exports = {
  forbidden: [
    {
      name: 'electron-only-in-its-shell',
      comment: 'Importing electron (or electron-store) outside Electron starts a download and throws.',
      severity: 'error',
      from: { pathNot: '^(electron/|tests/)' },
      to: { path: '^(electron|electron-store)$|node_modules/(electron|electron-store)/' },
    },
    {
      name: 'renderer-sees-contract-only',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(shared|electron|tests)/', pathNot: '^shared/contract/' },
    },
    {
      name: 'shared-stands-alone',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(electron|renderer|tests)/' },
    },
    {
      name: 'contract-is-browser-safe',
      severity: 'error',
      from: { path: '^shared/contract/' },
      to: { pathNot: '^shared/contract/|node_modules/zod/', dependencyTypesNot: ['undetermined'] },
    },
    ...STAGES.map((stage) => ({
      name: `${stage}-keeps-to-itself`,
      comment: 'A stage imports the ground and its own folder; other stages only through shared/contract.',
      severity: 'error',
      from: { path: `^shared/${stage}/` },
      to: { path: '^shared/', pathNot: `^shared/(${[stage, ...GROUND].join('|')})/` },
    })),
    ...GROUND.map((ground) => ({
      name: `${ground}-is-ground`,
      severity: 'error',
      from: { path: `^shared/${ground}/` },
      to: { path: '^shared/', pathNot: `^shared/(${GROUND.join('|')})/` },
    })),
    ...['utterances', 'facts'].map((step, at, steps) => ({
      name: `draft-${step}-comes-first`,
      comment: 'The note is made of facts, and facts of utterances; nothing reads what is made of it.',
      severity: 'error',
      from: { path: `^shared/draft/${step}/` },
      to: {
        path: `^shared/draft/(${[...steps.slice(at + 1), 'note', 'instructions', 'drafters'].join('|')})/`,
      },
    })),
    {
      name: 'no-cycles',
      comment: 'A type that two files share is no cycle at run time; anything else is.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'not-to-dev-dep',
      severity: 'error',
      // What makes the installers is not inside them.
      from: { path: '^(shared|electron|renderer)/', pathNot: '^electron/package/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '(^|/)electron/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
