import { lazy } from 'react';
import type { Who } from '../shell/guard';
import type { PageRoute } from '../shell/page-route';

const REGISTRAR: Who = ['registrar'];
const OFFICE: Who = ['registrar', 'director'];

export const officeRoutes: readonly PageRoute[] = [
  { path: '/office', who: OFFICE, page: lazy(() => import('./office')) },
  { path: '/office/roster', who: REGISTRAR, page: lazy(() => import('./roster')) },
  { path: '/office/students', who: REGISTRAR, page: lazy(() => import('./students')) },
  { path: '/office/students/:studentId', who: REGISTRAR, page: lazy(() => import('./student')) },
  { path: '/office/counter', who: REGISTRAR, page: lazy(() => import('./counter')) },
  { path: '/office/disputes', who: OFFICE, page: lazy(() => import('./disputes')) },
  { path: '/office/overdue', who: OFFICE, page: lazy(() => import('./overdue')) },
  { path: '/office/resets', who: REGISTRAR, page: lazy(() => import('./resets')) },
  { path: '/office/substitutes', who: REGISTRAR, page: lazy(() => import('./substitutes')) },
  { path: '/office/binding-rate', who: OFFICE, page: lazy(() => import('./binding-rate')) },
  { path: '/office/letters', who: REGISTRAR, page: lazy(() => import('./letters')) },
];
