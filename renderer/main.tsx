import { keepToPagePolicy } from './app/page-policy.ts';

// The contract's schemas are made when their modules load, so the page's policy has to be settled before.
/** The address of the desktop's hidden window, which only records. */
const CAPTURE_HASH = '#capture';

keepToPagePolicy();
if (location.hash === CAPTURE_HASH)
  void import('./capture/serve-capture.ts').then(({ startCaptureWindow }) => {
    startCaptureWindow();
  });
else void import('./app/start.tsx').then(({ start }) => start());
