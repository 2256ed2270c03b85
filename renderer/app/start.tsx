import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import '@mantine/core/styles.css';
import './app.css';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { makeClient } from '../api/make-client.ts';
import { startLanguage } from '../language/language.ts';
import { App } from './app.tsx';
import { pageNonce } from './page-policy.ts';

/** Draws the app into the page. */
export const start = async (): Promise<void> => {
  await startLanguage(navigator.language);
  // The scroll lock behind dialogs makes a style element of its own.
  setNonce(pageNonce());
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<App client={makeClient()} nonce={pageNonce()} />);
};
