import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import '@mantine/core/styles.css';
import './app/app.css';
import { createRoot } from 'react-dom/client';
import { makeClient } from './api/make-client.ts';
import { App } from './app/app.tsx';
import { keepToPagePolicy, pageNonce } from './app/page-policy.ts';
import { startLanguage } from './language/language.ts';

keepToPagePolicy();
startLanguage(navigator.language);
const root = document.getElementById('root');
if (root) createRoot(root).render(<App client={makeClient()} nonce={pageNonce()} />);
