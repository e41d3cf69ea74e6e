import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The running system that `npm run dev` shows the pages of; PORT is the port of its API, as for `npm start`. */
const API = `http://127.0.0.1:${process.env['PORT'] ?? 3000}`;

export default defineConfig({
  plugins: [react()],
  cacheDir: '../.cache/vite',
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // :has(), <dialog> and @layer are in these; older browsers do not show the pages as meant.
    target: ['safari15.4', 'chrome105', 'firefox121'],
    // Inline scripts and data: styles are refused by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      // With changeOrigin the API sees another Host than Origin and answers 403 foreign-origin.
      ['/api', '/oidc', '/sso', '/health'].map((path) => [path, { target: API, changeOrigin: false }]),
    ),
  },
});
