import { lazy } from 'react';
import type { Who } from '../shell/guard';
import type { PageRoute } from '../shell/page-route';

/** The registrar fills in for a family at the counter, with `?case=`. */
const FAMILY: Who = ['parent', 'guardian', 'registrar'];
const CasePage = lazy(() => import('./case-page'));

export const familyRoutes: readonly PageRoute[] = [
  { path: '/home', who: ['parent'], page: lazy(() => import('./home')) },
  { path: '/binding', who: FAMILY, page: lazy(() => import('./entrance')) },
  { path: '/binding/student-info', who: FAMILY, page: lazy(() => import('./student-info')) },
  { path: '/binding/consent', who: FAMILY, page: lazy(() => import('./consent')) },
  { path: '/binding/application', who: FAMILY, page: lazy(() => import('./application')) },
  { path: '/binding/application/check', who: FAMILY, page: lazy(() => import('./check')) },
  { path: '/binding/application/:number', who: FAMILY, page: lazy(() => import('./applicant')) },
  { path: '/binding/evidence', who: FAMILY, page: lazy(() => import('./evidence')) },
  { path: '/binding/signature', who: FAMILY, page: lazy(() => import('./signature')) },
  { path: '/binding/amend/:applicantId', who: FAMILY, page: lazy(() => import('./amend')) },
  { path: '/binding/form', who: FAMILY, page: lazy(() => import('./form-page')) },
  { path: '/binding/case', who: FAMILY, page: CasePage },
  {
    path: '/bindings/:id',
    who: ['parent', 'guardian', 'class-teacher', 'registrar', 'director'],
    page: CasePage,
  },
];
