import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isOwnAddress,
  isTrustedSender,
  mayLoad,
  mayNavigate,
  mayOpenOutside,
  mayUse,
  type PermissionAsk,
} from '../../../electron/security/trusted.ts';

const HOSTILE = [
  '',
  'about:blank',
  'file:///etc/passwd',
  'http://app/',
  'https://footnote/app',
  'footnote://app.evil.example/',
  'footnote://evil/?footnote://app/',
  'footnote://app@evil/',
  'footnote://user@app/',
  'footnote://user:secret@app/',
  'footnote://app:99/',
  'footnotes://app/',
  'javascript:alert(1)//footnote://app/',
  'data:text/html,<script>1</script>',
];

describe('our own addresses', () => {
  it.each(HOSTILE)('%j is none', (address) => {
    expect(isOwnAddress(address)).toBe(false);
    expect(mayNavigate(address)).toBe(false);
    expect(isTrustedSender({ url: address, isTop: true }, true)).toBe(false);
  });
  it('are the page, wherever in it, and its files', () => {
    expect(mayNavigate('footnote://app/#/visit/a/note')).toBe(true);
    expect(isOwnAddress('footnote://app/assets/a.js')).toBe(true);
    expect(mayNavigate('footnote://app/assets/a.js')).toBe(false);
  });
  it('hold for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (isOwnAddress(text)) expect(new URL(text).host).toBe('app');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('senders', () => {
  const page = { url: 'footnote://app/', isTop: true };
  it('are our page, in the top frame of a window of ours', () => {
    expect(isTrustedSender(page, true)).toBe(true);
    expect(isTrustedSender(page, false)).toBe(false);
    expect(isTrustedSender({ ...page, isTop: false }, true)).toBe(false);
    expect(isTrustedSender(null, true)).toBe(false);
  });
});

describe('permissions', () => {
  const ask: PermissionAsk = {
    permission: 'media',
    media: ['audio'],
    origin: 'footnote://app/',
    isTop: true,
    armed: true,
  };
  it('allow the microphone while a recording is armed', () => {
    expect(mayUse(ask)).toBe(true);
  });
  it.each<[string, Partial<PermissionAsk>]>([
    ['no recording armed', { armed: false }],
    ['the camera too', { media: ['audio', 'video'] }],
    ['the camera', { media: ['video'] }],
    ['nothing named', { media: [] }],
    ['no kinds given', { media: undefined }],
    ['a frame inside', { isTop: false }],
    ['another page', { origin: 'https://evil.example/' }],
    ['a file', { origin: 'file:///' }],
    ['no origin', { origin: '' }],
    ['geolocation', { permission: 'geolocation' }],
    ['notifications', { permission: 'notifications' }],
    ['the clipboard', { permission: 'clipboard-read' }],
    ['a screen', { permission: 'display-capture' }],
  ])('refuse %s', (_what, change) => {
    expect(mayUse({ ...ask, ...change })).toBe(false);
  });
});

describe('what leaves the window', () => {
  it.each([
    'http://clinic.example/',
    'file:///x',
    'https://user:p@clinic.example/',
    'https://localhost/',
    'smb://x/y',
    'footnote://app/',
  ])('%j is not opened outside', (address) => {
    expect(mayOpenOutside(address)).toBe(false);
  });
  it('is a web page, opened by the system', () => {
    expect(mayOpenOutside('https://clinic.example/help')).toBe(true);
  });
  it.each([
    'https://clinic.example/',
    'http://127.0.0.1:80/',
    'ws://127.0.0.1/',
    'file:///x',
    'blob:https://evil.example/1',
  ])('%j is not loaded', (address) => {
    expect(mayLoad(address)).toBe(false);
  });
  it('is nothing, and what is loaded is ours', () => {
    expect(mayLoad('footnote://app/assets/a.js')).toBe(true);
    expect(mayLoad('blob:footnote://app/1')).toBe(true);
  });
});
