import type { PageRoute } from '../shell/page-route';

export const officeRoutes: readonly PageRoute[] = [];
