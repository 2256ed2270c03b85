/**
 * What the shell trusts, as pure predicates over parsed addresses. Nothing compares by substring, an address that does
 * not parse is refused, and no switch turns any of it off.
 */

export const APP_SCHEME = 'footnote';
export const APP_ORIGIN = `${APP_SCHEME}://app`;

const parsed = (address: string): URL | undefined => (URL.canParse(address) ? new URL(address) : undefined);

/** Whether an address is a page or file of the app itself. */
export const isOwnAddress = (address: string): boolean => {
  const url = parsed(address);
  return (
    url?.protocol === `${APP_SCHEME}:` &&
    url.host === 'app' &&
    url.username === '' &&
    url.password === '' &&
    url.port === ''
  );
};

/** Whether a window may go there: the one page, whatever part of it is shown. */
export const mayNavigate = (address: string): boolean =>
  isOwnAddress(address) && (parsed(address)?.pathname ?? '') === '/';

/** Whether the system's browser may be asked to open it: the web, without credentials in the address. */
export const mayOpenOutside = (address: string): boolean => {
  const url = parsed(address);
  return (
    url?.protocol === 'https:' && url.username === '' && url.password === '' && url.hostname.includes('.')
  );
};

/** What is known about a frame that sends or asks; `null` where Electron has none (it has gone). */
export interface FrameClaim {
  readonly url: string;
  readonly isTop: boolean;
}

/** Whether a message comes from the top frame of one of our windows, showing our page. */
export const isTrustedSender = (frame: FrameClaim | null, isKnownWindow: boolean): boolean =>
  frame !== null && frame.isTop && isKnownWindow && mayNavigate(frame.url);

export interface PermissionAsk {
  readonly permission: string;
  /** The kinds of sound and picture that are asked for; absent for anything else. */
  readonly media: readonly string[] | undefined;
  readonly origin: string;
  readonly isTop: boolean;
  /** A recording has been armed by the person, and not ended. */
  readonly armed: boolean;
}

/** Everything is refused but the microphone: sound only, our top frame, while a recording is armed. */
export const mayUse = ({ permission, media, origin, isTop, armed }: PermissionAsk): boolean =>
  permission === 'media' &&
  media?.length === 1 &&
  media[0] === 'audio' &&
  isTop &&
  armed &&
  isOwnAddress(origin);

/** Whether a page of ours may load it at all: nothing comes over a network. */
export const mayLoad = (address: string): boolean => {
  const url = parsed(address);
  if (url?.protocol === 'blob:')
    return url.origin === 'null' ? address.startsWith(`blob:${APP_ORIGIN}/`) : false;
  return url?.protocol === 'data:' || url?.protocol === 'devtools:' || isOwnAddress(address);
};
