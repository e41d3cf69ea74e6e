import { lazy } from 'react';
import type { Who } from '../shell/guard';
import type { PageRoute } from '../shell/page-route';

const REVIEWERS: Who = ['class-teacher', 'registrar', 'director'];

export const reviewsRoutes: readonly PageRoute[] = [
  { path: '/reviews', who: REVIEWERS, page: lazy(() => import('./inbox')) },
  { path: '/reviews/:bindingId/:applicantId', who: REVIEWERS, page: lazy(() => import('./comparison')) },
];
