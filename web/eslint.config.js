import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

const node = Object.fromEntries(
  'AV imclient AbortController AbortSignal MessageChannel URLSearchParams Event EventTarget Blob Buffer TextDecoder TextEncoder URL WebAssembly WebSocket MessageEvent Worker addEventListener dispatchEvent postMessage atob btoa clearTimeout console crypto fetch globalThis location performance process queueMicrotask setImmediate setTimeout structuredClone window document localStorage sessionStorage'
    .split(' ')
    .map((name) => [name, 'readonly']),
);

export default defineConfig(
  globalIgnores(['dist/', 'node_modules/', 'test/out/']),
  js.configs.recommended,
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: { globals: node },
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }] },
  },
  {
    files: ['**/*.ts'],
    extends: [ts.configs.recommended],
    rules: {
      // The public API takes and gives what applications make of it: messages of any content.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      'no-undef': 'off',
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  {
    // Programs as users write them.
    files: ['test/types/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    // Subclasses take fewer parameters than they are given, and read columns off a row that they leave out.
    files: ['src/conversations/row.ts'],
    rules: { '@typescript-eslint/no-unused-vars': 'off' },
  },
);
