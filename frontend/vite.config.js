import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Assets are served under /static/; nothing is inlined, so that the pages need neither 'unsafe-inline' nor data: scripts.
export default defineConfig({
  base: '/static/',
  plugins: [react()],
  resolve: {
    alias: {
      'react/jsx-runtime': 'preact/jsx-runtime',
      'react-dom/client': 'preact/compat/client',
      'react-dom': 'preact/compat',
      react: 'preact/compat',
    },
  },
  build: {
    target: ['es2022', 'safari16'],
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['index.html', 'admin.html', 'docs.html'] },
  },
});
