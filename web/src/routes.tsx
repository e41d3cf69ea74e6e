/** The routing table: what each feature brings. A feature's pages are in its own folder and its own chunks. */
import { lazy, type ComponentType } from 'react';
import { adminRoutes } from './admin/routes';
import { auditRoutes } from './audit/routes';
import { doorRoutes } from './door/routes';
import { familyRoutes } from './family/routes';
import { guardianRoutes } from './guardian/routes';
import { helpRoutes } from './help/routes';
import { officeRoutes } from './office/routes';
import { reviewsRoutes } from './reviews/routes';
import type { PageRoute } from './shell/page-route';

export const routes: readonly PageRoute[] = [
  ...doorRoutes,
  ...familyRoutes,
  ...guardianRoutes,
  ...reviewsRoutes,
  ...officeRoutes,
  ...auditRoutes,
  ...adminRoutes,
  ...helpRoutes,
];

export const NotFound: ComponentType = lazy(() => import('./shell/not-found'));
