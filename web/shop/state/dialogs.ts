import { signal } from '@preact/signals';

export const isSigningIn = signal(false);
