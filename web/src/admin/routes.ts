import { lazy } from 'react';
import type { PageRoute } from '../shell/page-route';

export const adminRoutes: readonly PageRoute[] = [
  { path: '/admin', who: ['administrator'], page: lazy(() => import('./system-state')) },
];
