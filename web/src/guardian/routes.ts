import { lazy } from 'react';
import type { PageRoute } from '../shell/page-route';

export const guardianRoutes: readonly PageRoute[] = [
  { path: '/me', who: ['guardian'], page: lazy(() => import('./me')) },
];
