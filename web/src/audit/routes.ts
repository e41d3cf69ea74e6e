import { lazy } from 'react';
import type { PageRoute } from '../shell/page-route';

export const auditRoutes: readonly PageRoute[] = [
  { path: '/audit', who: ['auditor'], page: lazy(() => import('./search')) },
  { path: '/audit/cases/:id', who: ['auditor'], page: lazy(() => import('./timeline')) },
];
