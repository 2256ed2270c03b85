import type { App, Session, Shell, WebContents } from 'electron';
import { isOwnAddress, mayLoad, mayNavigate, mayOpenOutside, mayUse } from './trusted.ts';

/** Guards on every page the app ever makes: where it may go, what it may open, what it may attach. */
export const guardContents = (app: Pick<App, 'on'>, shell: Pick<Shell, 'openExternal'>): void => {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-navigate', (event) => {
      if (!mayNavigate(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      if (!mayNavigate(event.url)) event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !mayNavigate(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(({ url }) => {
      if (mayOpenOutside(url)) void shell.openExternal(url);
      return { action: 'deny' };
    });
  });
};

/** Permissions and network of a session. `isArmed` is asked at the moment of use. */
export const guardSession = (session: Session, isArmed: (contents: WebContents | null) => boolean): void => {
  session.setPermissionRequestHandler((contents, permission, decide, details) => {
    const media = 'mediaTypes' in details ? details.mediaTypes : undefined;
    decide(
      mayUse({
        permission,
        media,
        origin: details.requestingUrl,
        isTop: details.isMainFrame,
        armed: isArmed(contents),
      }),
    );
  });
  session.setPermissionCheckHandler((contents, permission, origin, details) =>
    mayUse({
      permission,
      media: details.mediaType === undefined ? undefined : [details.mediaType],
      origin,
      isTop: details.isMainFrame,
      armed: isArmed(contents),
    }),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => {
    decide({});
  });
  session.on('will-download', (event) => {
    event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !mayLoad(details.url) && !isOwnAddress(details.url) });
  });
};
