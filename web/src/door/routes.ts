import { lazy } from 'react';
import type { PageRoute } from '../shell/page-route';
import Districts from './districts';

const Schools = lazy(() => import('./schools'));
const SignIn = lazy(() => import('./sign-in'));

// The first page comes with the first load; the others are fetched when they are asked for.
export const doorRoutes: readonly PageRoute[] = [
  { path: '/', who: 'all', page: Districts },
  { path: '/districts/:code', who: 'all', page: Schools },
  { path: '/sign-in', who: 'all', page: SignIn },
  { path: '/sign-in/:schoolId', who: 'all', page: SignIn },
  { path: '/password', who: 'signed-in', page: lazy(() => import('./password')) },
  { path: '/second-factor', who: 'signed-in', page: lazy(() => import('./second-factor')) },
  { path: '/forgotten/:who', who: 'all', page: lazy(() => import('./forgotten')) },
  { path: '/reset/:token', who: 'all', page: lazy(() => import('./reset')) },
  { path: '/sessions', who: 'signed-in', page: lazy(() => import('./sessions')) },
];
